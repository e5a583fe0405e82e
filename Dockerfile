FROM node:24-bookworm-slim AS store
RUN npm install --global pnpm@12.21.0
WORKDIR /app
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
COPY patches patches
RUN pnpm fetch

FROM store AS web
COPY . .
RUN pnpm install --offline --frozen-lockfile --filter "@parley/web..." \
  && pnpm --filter @parley/web run build

FROM store AS server
COPY . .
RUN pnpm install --offline --frozen-lockfile --prod --filter "@parley/server..."
COPY --from=web /app/apps/web/dist apps/web/dist

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=server /app .
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --start-interval=1s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node runs the TypeScript sources; there is nothing to compile.
CMD ["node", "apps/server/src/main.ts"]
