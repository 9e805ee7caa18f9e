# One image for every part of the work, for the workers of a cluster, and for `madang` in a shell.
FROM python:3.11-slim AS built

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/madang
ENV PATH=/opt/madang/bin:$PATH
WORKDIR /build

# torch's build for the CPU is a tenth of the one for CUDA. Where PyPI has only the latter (Linux on
# x86-64), pip is told of PyTorch's own index of CPU builds by its usual variable.
ARG PIP_EXTRA_INDEX_URL=
COPY constraints.txt ./
RUN pip install --no-deps --constraint constraints.txt torch \
    && if grep -q "^cuda.* = '" /opt/madang/lib/python3.11/site-packages/torch/version.py; then \
         echo "torch came as the build for CUDA: --build-arg PIP_EXTRA_INDEX_URL=<PyTorch's index of CPU builds>" >&2; \
         exit 1; \
       fi

# The libraries are a layer of their own: a new version of Madang is a small one over it.
COPY pyproject.toml ./
RUN python -c "import tomllib; project = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
print(*project['dependencies'], *project['optional-dependencies']['cluster'], sep='\n')" > needed.txt \
    && pip install --constraint constraints.txt --requirement needed.txt

# The fonts of pictures and the word vectors are files of the package.
COPY . .
RUN pip install --no-deps .


FROM python:3.11-slim

# A volume that is mounted there for the first time takes over whose folder it is.
RUN useradd --uid 10001 --create-home --home-dir /srv/madang madang \
    && install --directory --owner=madang --mode=700 /srv/madang/erasures
COPY --from=built /opt/madang /opt/madang
ENV PATH=/opt/madang/bin:$PATH PYTHONUNBUFFERED=1 MPLCONFIGDIR=/tmp/matplotlib
WORKDIR /srv/madang
USER 10001:10001

# Everything that was begun is written down after SIGTERM; leave it 30 seconds.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=1m --timeout=20s --start-period=30s CMD ["madang", "health"]
ENTRYPOINT ["madang"]
CMD ["run"]
