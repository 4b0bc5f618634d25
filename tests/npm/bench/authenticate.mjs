// The node peer of ./bench requests: fastify and jose on every core, doing authentication alone and answering 1 KB.
// Keys are fetched once and kept; each request's token is verified, as jose's documentation advises.
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import Fastify from 'fastify';
import { createLocalJWKSet, jwtVerify } from 'jose';

const [port, jwksAddress, issuer, audience] = process.argv.slice(2);

if (cluster.isPrimary) {
  let listening = 0;
  const workers = availableParallelism();
  cluster.on('listening', () => {
    listening += 1;
    if (listening === workers) {
      console.log('ready');
    }
  });
  cluster.on('exit', () => process.exit(1));
  for (let i = 0; i < workers; i += 1) {
    cluster.fork();
  }
} else {
  const keys = createLocalJWKSet(await (await fetch(jwksAddress)).json());
  const body = JSON.stringify({ text: 'x'.repeat(1024 - 11) });
  const app = Fastify({ logger: false });
  app.addHook('onRequest', async (request, reply) => {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ['RS256'] });
      request.caller = payload.oid;
    } catch {
      return reply.code(401).send();
    }
  });
  app.decorateRequest('caller', null);
  app.get('/record', (request, reply) => reply.type('application/json').send(body));
  await app.listen({ host: '127.0.0.1', port: Number(port) });
}
