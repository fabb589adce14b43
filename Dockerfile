# The atlas as a service: no local role, so everyone is the public until sign-in is set up (docs/deployment.md).
FROM python:3.12-slim

WORKDIR /atlas
COPY requirements.txt constraints.txt ./
RUN pip install --no-cache-dir -r requirements.txt

COPY . .
RUN useradd --create-home --uid 10001 atlas && useradd --uid 10002 public \
    && mkdir /data /public && chown atlas /data /public
USER atlas

ENV ATLAS_DATA=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD \
    ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]

CMD ["sh", "-c", "python -m data seed && exec python -m streamlit run app.py --server.address 0.0.0.0 --server.port 8501"]
