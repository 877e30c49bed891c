using System.Diagnostics;

namespace TcpResets.Tests.Support;

/// <summary>Runs programs to their end, in the network of the calling thread.</summary>
internal static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program, however it ends.</summary>
    public static CommandResult Run(string program, params string[] arguments) => Run(program, arguments, Patience);

    /// <summary>Runs a program that must succeed.</summary>
    /// <returns>Its standard output.</returns>
    public static string Output(string program, params string[] arguments) => Output(program, arguments, patience: null);

    /// <inheritdoc cref="Output(string, string[])"/>
    /// <param name="program">Found in PATH.</param>
    /// <param name="arguments">One by one.</param>
    /// <param name="patience">How long it may take; null for five minutes.</param>
    /// <param name="input">Its standard input.</param>
    public static string Output(string program, string[] arguments, TimeSpan? patience, string input = "")
    {
        CommandResult result = Run(program, arguments, patience ?? Patience, input);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Said}{input}");
    }

    private static CommandResult Run(string program, string[] arguments, TimeSpan patience, string input = "")
    {
        using Process process = NewProcess.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        Task<string> output = Drain(process.StandardOutput);
        Task<string> errors = Drain(process.StandardError);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (Task.WaitAll([output, errors], patience) && process.WaitForExit(patience))
        {
            return new CommandResult(process.ExitCode, output.Result, errors.Result);
        }

        process.Kill(entireProcessTree: true);
        bool isWhole = Task.WaitAll([output, errors], TimeSpan.FromSeconds(5));
        throw new TimeoutException(
            $"{program} {string.Join(' ', arguments)} was still running after {patience.TotalSeconds} s; "
            + (isWhole ? $"it had said: {output.Result}{errors.Result}" : "what it has left behind still holds its output"));
    }

    // A thread each, and none of the pool's: dozens of programs run at once.
    private static Task<string> Drain(StreamReader stream) =>
        Task.Factory.StartNew(stream.ReadToEnd, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
