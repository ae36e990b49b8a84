"""An open loop: requests at fixed times over many connections, each latency counted from the time it was meant to be sent.

A closed loop waits with its next request until the server is through, and so leaves out the waiting that a slow answer causes.
Usage: paced.py <port> <path> <requests a second> <seconds> <connections> [<header: value>]…; prints p50, p99 in microseconds, and errors.
"""
import select
import socket
import sys
import time


def main():
    port, path, rate, seconds, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
    request = "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *sys.argv[6:], "", ""]).encode()
    poll, connections = select.epoll(), {}
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        poll.register(connection, select.EPOLLIN)
        connections[connection.fileno()] = connection
    idle, answers, meant = list(connections), {}, {}
    latencies, errors, sent, total = [], 0, 0, int(rate * seconds)
    began = time.perf_counter()
    while len(latencies) + errors < total:
        now = time.perf_counter()
        while sent < total and idle and began + sent / rate <= now:
            number = idle.pop()
            meant[number], answers[number] = began + sent / rate, [b"", None]
            connections[number].send(request)
            sent += 1
        if now - began > seconds + 10:
            errors += total - len(latencies) - errors
            break
        for number, _ in poll.poll(0):
            answer = answers[number]
            part = connections[number].recv(1 << 18)
            answer[0] += part
            if answer[1] is None and (end := answer[0].find(b"\r\n\r\n")) >= 0:
                head = answer[0][:end].lower()
                length = int(head.split(b"content-length:")[1].split(b"\r\n")[0]) if b" 200 " in head[:20] else 0
                answer[1] = end + 4 + length
                errors += b" 200 " not in head[:20]
            if not part:
                raise SystemExit("The server closed a connection.")
            if answer[1] is not None and len(answer[0]) >= answer[1]:
                latencies.append(time.perf_counter() - meant[number])
                idle.append(number)
    latencies.sort()
    print(*(int(latencies[min(len(latencies) - 1, int(len(latencies) * share))] * 1e6) for share in (0.5, 0.99)), errors)


if __name__ == "__main__":
    main()
