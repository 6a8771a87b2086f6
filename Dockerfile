# Installs what production needs, and nothing to build with. The PostgreSQL that comes with npm is left out of the image's
# use: a container keeps its data in a database beside it, named by DATABASE_URL.
FROM node:20-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:20-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIRECTORY=/data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE tsconfig.json ./
COPY data data
COPY migrations migrations
COPY scripts scripts
COPY src src
# What the installation keeps beside its database.
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself, not npm: it is the process that is told to stop.
CMD ["node", "--import", "tsx", "src/main.ts"]
