using TcpResets.Commands;

return CommandLine.Invoke(args);
