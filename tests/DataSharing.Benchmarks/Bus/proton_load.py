# Apache Qpid Proton under load: its event-driven client, many messages on their way at once.
#   publish URL ADDRESS COUNT WINDOW   |   deliver URL ADDRESS COUNT WINDOW   |   turns URL ADDRESS COUNT 1  (each waits for the last)
# Prints one JSON line: messages a second from the first to the last settled, and processor microseconds a message.
import json
import os
import sys
import time

from proton import Message
from proton.handlers import MessagingHandler
from proton.reactor import Container

mode, url, address, count, window = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
BODY = (
    b'{"specversion":"1.0","id":"disclosure.made:00000000","source":"/bench","type":"disclosure.made","subject":"00000000-0000-4000-8000-000000000000",'
    b'"time":"2026-11-23T09:00:00+00:00","data":{"from":"eastmere-council","to":"eastmere-police"}}'
)


def processor_seconds():
    times = os.times()
    return times.user + times.system


class Load(MessagingHandler):
    def __init__(self):
        # The prefetch is the credit; acceptance is sent for each message, as our client does.
        super().__init__(prefetch=window if mode == "deliver" else 0, auto_accept=mode == "deliver")
        self.begun = None
        self.sent = 0
        self.settled = 0
        self.run = os.getpid()

    def on_start(self, event):
        connection = event.container.connect(url, allowed_mechs="PLAIN", reconnect=False)
        if mode == "deliver":
            event.container.create_receiver(connection, address)
        else:
            event.container.create_sender(connection, address)

    def begin(self):
        if self.begun is None:
            self.begun = time.perf_counter()
            self.cpu = processor_seconds()

    def fill(self, sender):
        self.begin()
        while self.sent < count and sender.credit > 0 and self.sent - self.settled < window:
            self.sent += 1
            sender.send(
                Message(
                    id="disclosure.made:%d-%d" % (self.run, self.sent),
                    subject="disclosure.made",
                    content_type="application/cloudevents+json",
                    properties={"type": "disclosure.made"},
                    durable=True,
                    inferred=True,
                    body=BODY,
                )
            )

    def on_sendable(self, event):
        self.fill(event.sender)

    def on_accepted(self, event):
        self.count_one(event)
        if self.settled < count:
            self.fill(event.sender)

    def on_message(self, event):
        self.begin()
        self.count_one(event)

    def count_one(self, event):
        self.settled += 1
        if self.settled == count:
            seconds = time.perf_counter() - self.begun
            cpu = processor_seconds() - self.cpu
            print(json.dumps({"per_second": count / seconds, "cpu_us": cpu * 1e6 / count}), flush=True)
            event.connection.close()

    def on_transport_error(self, event):
        print(event.transport.condition, file=sys.stderr)


Container(Load()).run()
