using System.Diagnostics;

namespace LearnML.Api.Tests.Hosting;

/// <summary>Programs of the machine that tests call.</summary>
internal static class ShellCommand
{
    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Deadline.Timeout);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await output}{await errors}");
        return await output;
    }

    /// <summary>Where a program is; null where it is not.</summary>
    public static string? Find(string program, params IEnumerable<string> folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(folders).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
