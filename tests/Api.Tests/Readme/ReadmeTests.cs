using System.Diagnostics;
using System.Net;
using LearnML.Api.Hosting;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Readme;

/// <summary>Runs the README's examples as they stand there, with this service's address in place of the default one.</summary>
public sealed class ReadmeTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private const string DefaultAddress = "http://localhost:5080";

    [Fact]
    public async Task The_csharp_example_shows_the_curve_and_a_prediction()
    {
        // In the repository, whose build settings hold for it, in a folder that git ignores.
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "bin", Guid.NewGuid().ToString("n")));
        try
        {
            var program = Path.Combine(folder.FullName, "watch.cs");
            var example = Example("csharp").Replace("#:project src/Client", "#:project ../../src/Client", StringComparison.Ordinal);
            await File.WriteAllTextAsync(program, example, TestContext.Current.CancellationToken);

            AssertCurveAndPrediction(await RunAsync("dotnet", ["run", program], folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_python_example_shows_the_curve_and_a_prediction()
    {
        Assert.SkipUnless(OnPathOrCI("python3"), "python3 is not here");
        using var folder = new TemporaryFolder();

        AssertCurveAndPrediction(await RunAsync("python3", ["-c", Example("python")], folder.Path));
    }

    [Fact]
    public async Task The_curl_examples_answer_with_jobs()
    {
        Assert.SkipUnless(HasCurl, "bash and curl are not here");
        using var folder = new TemporaryFolder();

        var answers = await CurlAsync(Example("bash"), folder);

        var lines = answers.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("\"epochs\":3", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"total\":", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"hidden\":[64]", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_examples_upload_cross_validate_and_predict()
    {
        Assert.SkipUnless(HasCurl, "bash and curl are not here");
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 100).Select(row => $"{row % 7},{(row % 2 == 0 ? "Pave" : "Grvl")}").ToArray();
        await File.WriteAllLinesAsync(
            Path.Combine(folder.Path, "houses.csv"),
            ["rooms,street,price", .. rows.Select((row, index) => $"{row},{1000 + (index % 7 * 100)}")], TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(
            Path.Combine(folder.Path, "more.csv"), ["rooms,street", .. rows.Take(3)], TestContext.Current.CancellationToken);
        var lines = Example("shell").Split('\n');
        Assert.Equal(3, lines.Length);

        await CurlAsync(lines[0], folder);
        var job = await fixture.Service.WaitForEndAsync(new ApiResponse(HttpStatusCode.Accepted, null, null, await CurlAsync(lines[1], folder)).Read<Job>().Id);
        var predictions = await CurlAsync(lines[2], folder);
        var protocol = (await CurlAsync(Example("sh"), folder)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var imported = await CurlAsync(Example("console"), folder);

        Assert.Equal((JobState.Succeeded, 5), (job.State, job.Spec.Validation.Folds));
        Assert.Matches(@"^value,warnings(\n\d+(\.\d+)?,){3}\s*$", predictions.ReplaceLineEndings("\n"));
        Assert.Contains("\"inputs\":[{\"name\":\"rooms\",\"datatype\":\"FP64\"", protocol[0], StringComparison.Ordinal);
        Assert.Contains("\"outputs\":[{\"name\":\"value\"", protocol[1], StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "houses-1.onnx")));
        Assert.Contains("\"name\":\"houses-again\",\"version\":1", imported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_spec_example_is_accepted()
    {
        var answer = await fixture.Service.PostAsync("/api/jobs", Example("json"));

        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Body);
        await fixture.Service.PostAsync($"{answer.Location}/cancel");
    }

    [Fact]
    public async Task The_layers_example_is_accepted()
    {
        var answer = await fixture.Service.PostAsync(
            "/api/jobs", $$"""{ "dataset": "glyphs", "network": { "layers": {{Example("json", indentation: "  ")}} } }""");

        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Body);
        await fixture.Service.PostAsync($"{answer.Location}/cancel");
    }

    [Fact]
    public void Every_setting_is_in_the_table()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

        Assert.All(typeof(LearnMLOptions).GetProperties(),
            setting => Assert.Contains($"| `LearnML:{setting.Name}` | `LearnML__{setting.Name}` |", readme, StringComparison.Ordinal));
    }

    private static bool HasCurl => OnPathOrCI("bash", "curl");

    private static void AssertCurveAndPrediction(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5 + 1, lines.Length);
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            Assert.Matches($"^ *{epoch} #+$", lines[epoch - 1].TrimEnd());
        }

        Assert.Matches("^predicted [a-z]+, true [a-z]+$", lines[^1].TrimEnd());
    }

    /// <summary>Runs curl's lines; an answer that is an error fails.</summary>
    private static Task<string> CurlAsync(string lines, TemporaryFolder folder) =>
        RunAsync("bash", ["-euc", lines.Replace("curl -s", "curl -sS --fail-with-body -w '\\n'", StringComparison.Ordinal)], folder.Path);

    private string Example(string language, string indentation = "")
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var fence = $"\n{indentation}```{language}\n";
        var start = readme.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        var example = readme[start..readme.IndexOf($"\n{indentation}```", start, StringComparison.Ordinal)];
        return example.Replace(DefaultAddress, fixture.Service.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
        return output;
    }

    /// <summary>Whether these programs are here; on a build server they must be, and their absence fails the test that calls them.</summary>
    private static bool OnPathOrCI(params IEnumerable<string> programs) =>
        Environment.GetEnvironmentVariable("CI") == "true" || programs.All(program => ShellCommand.Find(program) is not null);
}
