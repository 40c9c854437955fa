using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace LearnML.Api.Tests.Hosting;

/// <summary>The built service in its own process, on a free port by default, without a network beyond this machine.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    /// <summary>The argument that sets the address.</summary>
    public const string UrlsArgument = "--urls";

    /// <summary>The arguments for a free port.</summary>
    public static readonly string[] AnyPortArguments = [UrlsArgument, "http://127.0.0.1:0"];

    /// <summary>An address on which no process listens.</summary>
    public const string ClosedPortAddress = "http://127.0.0.1:1";

    private const string ListeningPrefix = "Now listening on: ";

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(TemporaryFolder data, string? datasets, IEnumerable<string> arguments, int? openFiles = null)
    {
        var executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "LearnML.Api.exe" : "LearnML.Api");
        var all = arguments.Contains(UrlsArgument) ? arguments : arguments.Concat(AnyPortArguments);

        // exec keeps the id of the process.
        var start = new ProcessStartInfo(
            openFiles is null ? executable : "bash",
            openFiles is null ? all : ["-c", FormattableString.Invariant($"ulimit -n {openFiles}; exec \"$0\" \"$@\""), executable, .. all])
        {
            WorkingDirectory = data.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["LearnML__Data"] = data.Path,
                ["LearnML__Datasets"] = datasets,
                ["LearnML__Device"] = "cpu",
                ["OMP_NUM_THREADS"] = "1", // Several services train at once.
                ["http_proxy"] = ClosedPortAddress,
                ["https_proxy"] = ClosedPortAddress,
                ["no_proxy"] = "localhost,127.0.0.1",
            },
        };
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => OnOutput(line.Data);
        process.ErrorDataReceived += (_, line) => OnOutput(line.Data);
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("The service ended: " + Output));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything that the process has printed.</summary>
    public string Output => string.Join('\n', output);

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Starts the service and waits until it listens.</summary>
    public static async Task<(ServiceProcess Process, Uri Address)> StartAsync(
        TemporaryFolder data, string? datasets = null, params IEnumerable<string> arguments)
    {
        var service = new ServiceProcess(data, datasets, arguments);
        return (service, await service.address.Task.WaitAsync(Deadline.Timeout));
    }

    /// <summary>Starts the service with a limit of open files, and waits until it listens.</summary>
    public static async Task<(ServiceProcess Process, Uri Address)> StartWithOpenFilesAsync(TemporaryFolder data, int openFiles)
    {
        var service = new ServiceProcess(data, null, [], openFiles);
        return (service, await service.address.Task.WaitAsync(Deadline.Timeout));
    }

    /// <summary>Terminates the process gracefully, as Ctrl+C and <c>docker stop</c> do.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        await process.WaitForExitAsync().WaitAsync(Deadline.Timeout);
        return process.ExitCode;
    }

    /// <summary>Sends a signal to the process: <c>STOP</c> pauses it, <c>CONT</c> continues it.</summary>
    public Task SignalAsync(string name) => ShellCommand.RunAsync("kill", $"-{name}", process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits until the process exits.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Deadline.Timeout);
        return process.ExitCode;
    }

    /// <summary>Starts the service without waiting until it listens.</summary>
    public static ServiceProcess Launch(TemporaryFolder data, string? datasets = null, params IEnumerable<string> arguments) =>
        new(data, datasets, arguments);

    /// <summary>Kills the process at once, as a power failure would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Deadline.Timeout);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private void OnOutput(string? line)
    {
        if (line is null)
        {
            return;
        }

        output.Enqueue(line);
        if (line.Contains(ListeningPrefix, StringComparison.Ordinal))
        {
            // In a JSON log line a quote follows the address.
            address.TrySetResult(
                new Uri(line[(line.IndexOf(ListeningPrefix, StringComparison.Ordinal) + ListeningPrefix.Length)..].Split('"')[0].Trim()));
        }
    }
}
