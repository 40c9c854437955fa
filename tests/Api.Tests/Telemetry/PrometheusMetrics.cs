using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Telemetry;

/// <summary>What <c>/metrics</c> exposes: series by name, in Prometheus' text format.</summary>
internal sealed partial class PrometheusMetrics
{
    private readonly ILookup<string, (IReadOnlyDictionary<string, string> Labels, double Value)> series;

    private PrometheusMetrics(string text) =>
        series = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => Line().Match(line)).ToLookup(
        line => line.Groups["name"].Value,
        line => ((IReadOnlyDictionary<string, string>)Label().Matches(line.Groups["labels"].Value)
            .ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value),
            double.Parse(line.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture)));

    /// <summary>Name and labels of every series, without the values.</summary>
    public IEnumerable<string> SeriesNames =>
        series.SelectMany(name => name.Select(one => $"{name.Key}{{{string.Join(',', one.Labels.Select(label => $"{label.Key}={label.Value}"))}}}"));

    public static async Task<PrometheusMetrics> ReadAsync(Service service)
    {
        var answer = await service.GetAsync("/metrics");
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.Status, answer.ContentType));
        return new PrometheusMetrics(answer.Body);
    }

    /// <summary>The series of a name.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> GetLabels(string name) => series[name].Select(one => one.Labels);

    /// <summary>The value of a series, or the sum of several.</summary>
    public double Sum(string name, params IEnumerable<(string Label, string Value)> labels) =>
        series[name].Where(one => labels.All(label => one.Labels.GetValueOrDefault(label.Label) == label.Value)).Sum(one => one.Value);

    [GeneratedRegex(@"^(?<name>\w+)(\{(?<labels>.*)\})? (?<value>\S+)")]
    private static partial Regex Line();

    [GeneratedRegex(@"(\w+)=""([^""]*)""")]
    private static partial Regex Label();
}
