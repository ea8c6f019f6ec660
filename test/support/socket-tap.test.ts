import { expect, it } from 'vitest'
import { payloads } from './socket-tap.ts'

it('reads what strace saw on network sockets, and leaves out socket pairs of this computer', () => {
  const trace = [
    '7 sendto(3<UDP:[127.0.0.1:9]>, "\\x48\\x69", 2, 0, {sa_family=AF_INET, sin_addr=inet_addr("\\x31\\x32")}, 16) = 2',
    '8 recvmsg(4<UNIX-STREAM:[1->2]>, {msg_iov=[{iov_base="\\x21", iov_len=1}]}, 0) = 1',
    '9 recvmsg(5<UDPv6:[[::1]:9]>,  <unfinished ...>',
    '8 recvmsg(4<UNIX-STREAM:[1->2]>,  <unfinished ...>',
    '9 <... recvmsg resumed>{msg_iov=[{iov_base="\\xff", iov_len=1}]}, 0) = 1',
    '8 <... recvmsg resumed>{msg_iov=[{iov_base="\\x21", iov_len=1}]}, 0) = 1',
  ]
  expect(payloads(trace.join('\n'))).toEqual(Buffer.from('Hi\xff', 'latin1'))
})
