using System.Diagnostics;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Readme;

/// <summary>Runs the README's examples as they stand there, with this service's address in place of the default one.</summary>
public sealed class ReadmeTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private const string DefaultAddress = "http://localhost:5080";

    [Fact]
    public async Task The_csharp_example_shows_the_curve_and_a_prediction()
    {
        using var folder = new TemporaryFolder();
        var program = Path.Combine(folder.Path, "watch.cs");
        await File.WriteAllTextAsync(program, Example("csharp"), TestContext.Current.CancellationToken);

        var lines = (await RunAsync("dotnet", ["run", program], folder)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(5 + 1, lines.Length);
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            Assert.Matches($"^ *{epoch} #+$", lines[epoch - 1].TrimEnd());
        }

        Assert.Matches("^predicted [a-z]+, true [a-z]+$", lines[^1].TrimEnd());
    }

    [Fact]
    public async Task The_curl_examples_answer_with_jobs()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true" || OnPath("bash", "curl"), "bash and curl are not here");
        using var folder = new TemporaryFolder();

        var answers = await RunAsync("bash", ["-euc", Example("bash").Replace("curl -s", "curl -sS --fail-with-body -w '\\n'", StringComparison.Ordinal)], folder);

        var lines = answers.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"epochs\":3", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"total\":", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"hidden\":[64]", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_spec_example_is_accepted()
    {
        var answer = await fixture.Service.PostAsync("/api/jobs", Example("json"));

        Assert.True(answer.Status == System.Net.HttpStatusCode.Accepted, answer.Body);
        await fixture.Service.PostAsync($"{answer.Location}/cancel");
    }

    private string Example(string language)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var start = readme.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        var example = readme[start..readme.IndexOf("\n```", start, StringComparison.Ordinal)];
        return example.Replace(DefaultAddress, fixture.Service.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string program, string[] arguments, TemporaryFolder folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
        return output;
    }

    private static bool OnPath(params ReadOnlySpan<string> programs)
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        foreach (var program in programs)
        {
            if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
            {
                return false;
            }
        }

        return true;
    }
}
