using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Storage.Recovery;

/// <summary>Runs the commands backup, restore and repair in their own process.</summary>
internal static class RecoveryCommand
{
    /// <summary>Runs a command, which must succeed.</summary>
    /// <returns>What it has printed.</returns>
    public static Task<string> RunAsync(TemporaryFolder data, params IEnumerable<string> arguments) => RunAsync(0, data, arguments);

    /// <summary>Runs a command, which must fail.</summary>
    /// <returns>The one line that it has printed.</returns>
    public static async Task<string> FailAsync(TemporaryFolder data, params IEnumerable<string> arguments)
    {
        var output = await RunAsync(1, data, arguments);
        Assert.DoesNotContain('\n', output);
        return output;
    }

    private static async Task<string> RunAsync(int code, TemporaryFolder data, IEnumerable<string> arguments)
    {
        await using var process = ServiceProcess.Launch(data, null, arguments);
        Assert.True(await process.WaitForExitAsync() == code, process.Output);
        return process.Output;
    }
}
