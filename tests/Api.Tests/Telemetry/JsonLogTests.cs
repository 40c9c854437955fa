using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LearnML.Api.Hosting;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Storage.Jobs;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.Telemetry;

/// <summary>The service log in JSON. <see cref="Storage.Jobs.JobLogTests"/> tests the default format.</summary>
public sealed partial class JsonLogTests : IDisposable
{
    private readonly TemporaryFolder data = new();

    [Fact]
    public async Task Every_JSON_log_line_is_an_object_with_a_field_for_the_job()
    {
        await using var service = await Service.StartProcessAsync(data, null, "--Logging:Console:FormatterName=json");
        var quick = await service.RunJobAsync(SampleSpecs.Quick);
        var diverging = await service.RunJobAsync(SampleSpecs.Diverging);
        await service.Process.TerminateAsync();

        var lines = service.Process.Output.Split('\n').Select(line => JsonNode.Parse(line)!).ToList();

        Assert.All(lines, line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z $", (string)line["Timestamp"]!));
        Assert.Equal(["Information", "Information"], Levels(quick.Id));
        Assert.Equal(["Information", "Warning"], Levels(diverging.Id));

        IEnumerable<string> Levels(Guid job) =>
            lines.Where(line => (string?)line["State"]!["JobId"] == job.ToString()).Select(line => (string)line["LogLevel"]!);
    }

    [Fact]
    public void Log_messages_about_a_job_have_its_id()
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        string[] messages = [.. typeof(LearnMLOptions).Assembly.GetTypes().SelectMany(type => type.GetMethods(Any))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.Message)
            .OfType<string>().Where(message => JobWord().IsMatch(message))];

        Assert.InRange(messages.Length, 10, 100);
        Assert.All(messages, message => Assert.Contains("{JobId}", message, StringComparison.Ordinal));
    }

    public void Dispose() => data.Dispose();

    [GeneratedRegex(@"\bjob\b", RegexOptions.IgnoreCase)]
    private static partial Regex JobWord();
}
