FROM python:3.11-slim AS build
COPY requirements/build.txt requirements/action.txt /src/requirements/
RUN python3 -m venv /opt/build \
 && /opt/build/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /src/requirements/build.txt \
 && python3 -m venv /opt/arch-hour \
 && /opt/arch-hour/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /src/requirements/action.txt
COPY pyproject.toml README.md LICENSE action.yml /src/
COPY arch_hour /src/arch_hour
COPY action /src/action
COPY webhook /src/webhook
COPY sandbox /src/sandbox
COPY templates /src/templates
RUN cd /src \
 && /opt/build/bin/hatchling build --target wheel --directory /tmp/wheel \
 && /opt/arch-hour/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps /tmp/wheel/*.whl \
 && /opt/arch-hour/bin/pip uninstall --yes --quiet pip setuptools

FROM python:3.11-slim
# The runner mounts the user's checkout as working directory: a folder named action/ in it must not be ours.
ENV PYTHONSAFEPATH=1 PYTHONUNBUFFERED=1
COPY --from=build /opt/arch-hour /opt/arch-hour
ENTRYPOINT ["/opt/arch-hour/bin/arch-hour-action"]
