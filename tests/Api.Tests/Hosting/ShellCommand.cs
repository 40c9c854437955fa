using System.Diagnostics;

namespace LearnML.Api.Tests.Hosting;

/// <summary>Runs programs of this machine.</summary>
internal static class ShellCommand
{
    /// <summary>Runs a program, which must exit with code 0.</summary>
    /// <returns>Its standard output.</returns>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Deadline.Timeout);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await output}{await errors}");
        return await output;
    }

    /// <summary>Returns the path of a program; null if it is not installed.</summary>
    public static string? Find(string program, params IEnumerable<string> folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(folders).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
