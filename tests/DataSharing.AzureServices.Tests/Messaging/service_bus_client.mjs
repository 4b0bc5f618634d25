// Microsoft's JavaScript client of Service Bus as somebody else's client. Lines on standard output are what the tests read.
//   steps                  what it can do with a topic and its subscription, one line a step
//   send FILE...           sends each file's CloudEvent, its id as message id
//   receive COUNT          prints one JSON line a message, and completes it
// The environment says where: BUS_PACKAGE (the client's folder), BUS_ENDPOINT (sb://host:port), BUS_TOKEN.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { BUS_PACKAGE, BUS_ENDPOINT, BUS_TOKEN } = process.env;
const require = createRequire(`${BUS_PACKAGE}/`);
const { ServiceBusClient } = require(BUS_PACKAGE);
const Long = require("long");

const NAMESPACE = "eastmere.servicebus.windows.net";
const TOPIC = "events";
const SUBSCRIPTION = "platform";
const PATIENCE = 60_000;

// The test that started this has gone.
process.stdin.on("end", () => process.exit(4)).resume();

async function within(what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${PATIENCE} ms`)), PATIENCE);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

const connect = (token) =>
  new ServiceBusClient(
    NAMESPACE,
    { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
    { customEndpointAddress: BUS_ENDPOINT, retryOptions: { maxRetries: 0, timeoutInMs: PATIENCE } },
  );

const client = connect(BUS_TOKEN);
const sender = client.createSender(TOPIC);
const receiver = client.createReceiver(TOPIC, SUBSCRIPTION);
const deadLetters = client.createReceiver(TOPIC, SUBSCRIPTION, { subQueueType: "deadLetter" });

async function receive(from = receiver) {
  const [message] = await from.receiveMessages(1, { maxWaitTimeInMs: PATIENCE / 2 });
  if (!message) throw new Error("nothing came");
  return message;
}

const send = (messageId, more = {}) => sender.sendMessages({ messageId, body: messageId, ...more });
// From the beginning each time: without a number it goes on where it left off.
const peek = async () => (await receiver.peekMessages(10, { fromSequenceNumber: Long.ZERO })).map((m) => `${m.messageId} ${m.state}`);
const codeOf = (promise) => promise.then(() => "no error", (error) => error.code ?? error.message);

const steps = {
  "send and receive": async () => {
    await send("one", { body: { a: 1 }, subject: "disclosure.made", applicationProperties: { region: "north", parts: 3 } });
    const message = await receive();
    const { messageId, subject, body, applicationProperties, deliveryCount } = message;
    const before = message.lockedUntilUtc;
    const renewed = await receiver.renewMessageLock(message);
    await receiver.completeMessage(message);
    const lost = await codeOf(receiver.renewMessageLock(message));
    return JSON.stringify({ messageId, subject, body, applicationProperties, deliveryCount, renewed: renewed > before, lost, left: await peek() });
  },
  "batch": async () => {
    const batch = await sender.createMessageBatch();
    for (let i = 0; i < 5; i++) {
      if (!batch.tryAddMessage({ messageId: `batch-${i}`, body: i })) throw new Error("the batch is full");
    }
    await sender.sendMessages(batch);
    const ids = [];
    while (ids.length < batch.count) {
      const message = await receive();
      ids.push(message.messageId);
      await receiver.completeMessage(message);
    }
    return `${ids.sort().join(" ")} of at most ${batch.maxSizeInBytes} bytes`;
  },
  "abandon": async () => {
    await send("again");
    await receiver.abandonMessage(await receive());
    const message = await receive();
    await receiver.completeMessage(message);
    return `${message.messageId} came again, deliveries before: ${message.deliveryCount}`;
  },
  "dead-letter": async () => {
    await send("bad", { applicationProperties: { region: "south" } });
    await receiver.deadLetterMessage(await receive(), { deadLetterReason: "schema", deadLetterErrorDescription: "No such version." });
    const message = await receive(deadLetters);
    await deadLetters.completeMessage(message);
    const { messageId, deadLetterReason, deadLetterErrorDescription, applicationProperties } = message;
    return `${messageId} ${deadLetterReason}: ${deadLetterErrorDescription} ${applicationProperties.region}`;
  },
  "peek": async () => {
    await send("p1");
    await send("p2");
    const seen = await peek();
    for (let i = 0; i < 2; i++) await receiver.completeMessage(await receive());
    return `${seen.join(", ")}; then ${(await peek()).length}`;
  },
  "schedule": async () => {
    const due = Date.now() + 2_000;
    await sender.scheduleMessages({ messageId: "later", body: "later" }, new Date(due));
    const message = await receive();
    await receiver.completeMessage(message);
    return `${message.messageId} ${Date.now() >= due ? "when it was due" : "too early"}`;
  },
  "cancel": async () => {
    const numbers = await sender.scheduleMessages({ messageId: "never", body: "never" }, new Date(Date.now() + 3_600_000));
    const seen = await peek();
    await sender.cancelScheduledMessages(numbers);
    return `${seen.join(", ")}; then ${(await peek()).length}; again ${await codeOf(sender.cancelScheduledMessages(numbers))}`;
  },
  "duplicate": async () => {
    await send("same");
    await send("same");
    const seen = await peek();
    await receiver.completeMessage(await receive());
    return `${seen.join(", ")}; then ${(await peek()).length}`;
  },
  "nothing there": async () => `${(await receiver.receiveMessages(5, { maxWaitTimeInMs: 500 })).length} messages`,
  "unknown entity": async () =>
    `${await codeOf(client.createSender("nowhere").sendMessages({ body: 1 }))} ${await codeOf(
      client.createReceiver("nowhere", SUBSCRIPTION).receiveMessages(1, { maxWaitTimeInMs: 1_000 }),
    )}`,
  "wrong token": async () => {
    const stranger = connect("another-token");
    const code = await codeOf(stranger.createSender(TOPIC).sendMessages({ body: 1 }));
    await stranger.close();
    return code;
  },
};

const commands = {
  steps: async () => {
    for (const [name, step] of Object.entries(steps)) console.log(`${name}: ${await within(name, step())}`);
  },
  send: async (...files) => {
    for (const file of files) {
      const event = JSON.parse(readFileSync(file, "utf8"));
      const message = { messageId: event.id, subject: event.type, contentType: "application/cloudevents+json", body: event };
      await within("send", sender.sendMessages(message));
      console.log(`sent ${event.id}`);
    }
  },
  receive: async (count) => {
    for (let i = 0; i < Number(count); i++) {
      const message = await within("receive", receive());
      const { messageId, subject, contentType, applicationProperties, deliveryCount, body } = message;
      console.log(JSON.stringify({ messageId, subject, contentType, applicationProperties, deliveryCount, body }));
      await within("complete", receiver.completeMessage(message));
    }
  },
};

try {
  const [command, ...rest] = process.argv.slice(2);
  await commands[command](...rest);
  await within("close", client.close());
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
