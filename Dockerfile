# Two images: the Action's, which is the last stage because GitHub builds that one, and `--target server`.
# The base is pinned by its tag alone: a digest is one for all architectures only where a registry is asked for it, and a
# release is pinned by digest anyway. Dependabot tells of newer tags.
FROM python:3.11-slim AS build
COPY requirements/build.txt /src/requirements/
RUN python3 -m venv --without-pip /opt/arch-hour \
 && python3 -m venv /opt/build \
 && /opt/build/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /src/requirements/build.txt

# Dependencies come before our own files: a change of ours leaves their layer as it is.
FROM build AS action-packages
COPY requirements/action.txt /src/requirements/
RUN /opt/build/bin/pip --python /opt/arch-hour/bin/python install --no-cache-dir --disable-pip-version-check \
      --require-hashes -r /src/requirements/action.txt
COPY pyproject.toml README.md LICENSE action.yml /src/
COPY arch_hour /src/arch_hour
COPY action /src/action
COPY templates /src/templates
RUN cd /src \
 && /opt/build/bin/hatchling build --target wheel --directory /tmp/wheel \
 && /opt/build/bin/pip --python /opt/arch-hour/bin/python install --no-cache-dir --disable-pip-version-check --no-deps /tmp/wheel/*.whl \
 && find /opt/arch-hour -depth -type d -name tests -exec rm -r {} +

FROM build AS server-packages
COPY requirements/server.txt /src/requirements/
RUN /opt/build/bin/pip --python /opt/arch-hour/bin/python install --no-cache-dir --disable-pip-version-check \
      --require-hashes -r /src/requirements/server.txt
COPY pyproject.toml README.md LICENSE action.yml /src/
COPY arch_hour /src/arch_hour
COPY webhook /src/webhook
COPY templates /src/templates
RUN cd /src \
 && /opt/build/bin/hatchling build --target wheel --directory /tmp/wheel \
 && /opt/build/bin/pip --python /opt/arch-hour/bin/python install --no-cache-dir --disable-pip-version-check --no-deps /tmp/wheel/*.whl \
 && find /opt/arch-hour -depth -type d -name tests -exec rm -r {} +

FROM python:3.11-slim AS server
# Four slashes: the path is absolute.
ENV PYTHONSAFEPATH=1 PYTHONUNBUFFERED=1 ARCH_HOUR_DATABASE_URL=sqlite:////data/arch-hour.sqlite
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin arch-hour \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=server-packages /opt/arch-hour /opt/arch-hour
# By number: a cluster that demands a user other than root can't look up a name.
USER 10001:10001
# All that it keeps; beside it only /tmp must be writable. Where the database is PostgreSQL it stays empty.
VOLUME /data
EXPOSE 8080
# A connection of its own, which a proxy in the environment doesn't catch; there is no curl in here.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["/opt/arch-hour/bin/python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8080, timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["/opt/arch-hour/bin/arch-hour", "serve", "--host", "0.0.0.0"]

# The runner mounts the user's checkout as working directory and wants to be root: no WORKDIR and no USER here.
FROM python:3.11-slim
# A folder named action/ in that checkout must not be ours.
ENV PYTHONSAFEPATH=1 PYTHONUNBUFFERED=1
COPY --from=action-packages /opt/arch-hour /opt/arch-hour
ENTRYPOINT ["/opt/arch-hour/bin/arch-hour-action"]
