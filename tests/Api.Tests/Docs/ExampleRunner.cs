using System.Diagnostics;
using System.Text.RegularExpressions;
using LearnML.Api.Tests.Hosting;
using YamlDotNet.Serialization;

namespace LearnML.Api.Tests.Docs;

/// <summary>
/// Runs the code blocks of one page in one folder, with the address of a test's service in place of the default one. What a block does depends on
/// its language:
/// <list type="bullet">
/// <item><c>csharp</c>: a file-based program. A block without <c>#:project</c> gets the client, as in a program that has its package.</item>
/// <item><c>bash</c>, <c>shell</c>, <c>sh</c>: commands; variables stay. For curl and dotnet see <see cref="ExamplePrograms"/>.</item>
/// <item><c>python</c>: a program.</item>
/// <item><c>json</c>: see <see cref="JsonExample"/>. <c>yaml</c> must be YAML.</item>
/// <item><c>text</c> after one of the first three: its output, where <c>...</c> stands for any text in a line, or for any lines.</item>
/// <item><c>console</c>: commands that need another machine; not run. Neither are <c>js</c>, which needs a browser, and <c>mermaid</c>.</item>
/// </list>
/// </summary>
internal sealed class ExampleRunner : IDisposable
{
    private const string DefaultAddress = "http://localhost:5080";
    private const string Any = "...";

    // A block may wait for jobs, and a program must be compiled.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Service service;
    private readonly TemporaryFolder folder = new();
    private readonly ExamplePrograms programs;
    private string? output;

    /// <param name="service">The service that the examples call.</param>
    /// <param name="data">The data folder of the service.</param>
    public ExampleRunner(Service service, TemporaryFolder data)
    {
        this.service = service;
        programs = new ExamplePrograms(Address, data);
        Directory.CreateDirectory(folder["src", "Api", "Docs"]);
        File.Copy(Path.Combine(Repository.Root, "src", "Api", "Docs", "penguins.csv"), folder["src", "Api", "Docs", "penguins.csv"]);
    }

    private string Address => service.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether the programs that the blocks call are installed. In CI they must be.</summary>
    public static bool CanRun(IReadOnlyList<CodeBlock> blocks) =>
        Environment.GetEnvironmentVariable("CI") == "true"
        || blocks.SelectMany(block => Required(block.Language)).All(program => ShellCommand.Find(program) is not null);

    /// <summary>Runs a block, which must succeed.</summary>
    /// <param name="page">The page, for messages.</param>
    /// <param name="block">The block.</param>
    public async Task RunAsync(string page, CodeBlock block)
    {
        var (where, text) = ($"{page}, line {block.Line}", block.Text.Replace(DefaultAddress, Address, StringComparison.Ordinal));
        var before = output;
        output = null;
        switch (block.Language)
        {
            case "csharp":
                output = await CSharpAsync(where, text);
                break;
            case "bash" or "shell" or "sh":
                output = await StartAsync(where, "bash", "-c", Script(text));
                programs.CheckStarts(where);
                break;
            case "python":
                output = await StartAsync(where, "python3", "-c", text);
                break;
            case "json":
                await JsonExample.CheckAsync(where, text, service);
                break;
            case "yaml":
                Assert.NotNull(new DeserializerBuilder().Build().Deserialize<object>(text));
                break;
            case "text" when before is not null:
                AssertOutput(where, text, before);
                break;
            default:
                Assert.True(block.Language is "text" or "console" or "js" or "mermaid",
                    $"{where}: the language '{block.Language}' is not one of those that {nameof(ExampleRunner)} knows.");
                break;
        }
    }

    public void Dispose()
    {
        programs.Dispose();
        folder.Dispose();
    }

    private static string[] Required(string language) => language switch
    {
        "bash" or "shell" or "sh" => ["bash", "curl"],
        "python" => ["python3"],
        _ => [],
    };

    private static string Script(string text) =>
        $"""
        source ./.variables 2> /dev/null || true
        set -eu
        {text}
        declare -p | grep -v '^declare -[a-zA-Z]*r' > ./.variables
        """;

    private static void AssertOutput(string where, string expected, string output)
    {
        var pattern = string.Concat(Lines(expected).Select(line => line == Any
            ? "(?:.*\n)*?"
            : Regex.Escape(line).Replace(Regex.Escape(Any), ".*", StringComparison.Ordinal) + "\n"));
        var lines = string.Concat(Lines(output).Select(line => line + "\n"));
        Assert.True(Regex.IsMatch(lines, @"\A" + pattern + @"\z"), $"{where}: the page shows other output than\n{lines}");

        static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0);
    }

    private async Task<string> CSharpAsync(string where, string text)
    {
        // In the repository, so that its build settings apply, and in a folder that git ignores.
        var name = Guid.NewGuid().ToString("n");
        var home = Directory.CreateDirectory(Path.Combine(Repository.Root, "bin", name));
        try
        {
            var program = Path.Combine(home.FullName, "example.cs");
            await File.WriteAllTextAsync(program, Complete(text), TestContext.Current.CancellationToken);
            return await StartAsync(where, "dotnet", "run", program);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static string Complete(string text) => text.Contains("#:project", StringComparison.Ordinal)
        ? text.Replace("#:project src/", "#:project ../../src/", StringComparison.Ordinal)
        : $"#:project ../../src/Client\n#:property PublishAot=false\n{text}";

    private async Task<string> StartAsync(string where, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (program == "bash")
        {
            programs.AddTo(start);
        }

        using var process = Process.Start(start)!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            var (printed, errors) = (process.StandardOutput.ReadToEndAsync(deadline.Token), process.StandardError.ReadToEndAsync(deadline.Token));
            await process.WaitForExitAsync(deadline.Token);
            Assert.True(process.ExitCode == 0, $"{where}: exit code {process.ExitCode}\n{await printed}\n{await errors}\n{service.Output}");
            return (await printed).ReplaceLineEndings("\n");
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{where}: it takes longer than {Patience.TotalMinutes} minutes.\n{service.Output}");
            throw;
        }
    }
}
