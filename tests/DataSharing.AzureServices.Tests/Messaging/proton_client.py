# Apache Qpid Proton as somebody else's client. Lines on standard output are what the tests read.
#   send URL ADDRESS FILE...        sends each file's bytes as the body of one durable message, its name as message id
#   receive URL ADDRESS COUNT       prints one JSON line a message, and accepts it
import json
import os
import sys

from proton import Message
from proton.utils import BlockingConnection

command, url, address = sys.argv[1:4]
mechanism = "PLAIN" if "@" in url else "ANONYMOUS"
connection = BlockingConnection(url, timeout=30, allowed_mechs=mechanism)
if command == "send":
    sender = connection.create_sender(address)
    for path in sys.argv[4:]:
        with open(path, "rb") as file:
            body = file.read()
        sender.send(Message(id=os.path.basename(path), body=body, inferred=True, durable=True, content_type="application/cloudevents+json"))
        print("sent", flush=True)
else:
    receiver = connection.create_receiver(address, credit=10)
    for _ in range(int(sys.argv[4])):
        message = receiver.receive(timeout=30)
        body = message.body.tobytes() if isinstance(message.body, memoryview) else message.body
        line = {
            "id": message.id,
            "subject": message.subject,
            "contentType": str(message.content_type),
            "durable": message.durable,
            "properties": message.properties,
            "body": json.loads(body),
        }
        print(json.dumps(line), flush=True)
        receiver.accept()
connection.close()
