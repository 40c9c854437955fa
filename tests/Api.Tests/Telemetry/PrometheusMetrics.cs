using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Telemetry;

/// <summary>The series of <c>/metrics</c>, in the Prometheus text format.</summary>
internal sealed partial class PrometheusMetrics
{
    private readonly ILookup<string, (IReadOnlyDictionary<string, string> Labels, double Value)> series;

    private PrometheusMetrics(string text) =>
        series = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => Line().Match(line)).ToLookup(
        line => line.Groups["name"].Value,
        line => ((IReadOnlyDictionary<string, string>)Label().Matches(line.Groups["labels"].Value)
            .ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value),
            double.Parse(line.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture)));

    /// <summary>The names and labels of all series.</summary>
    public IEnumerable<string> SeriesNames =>
        series.SelectMany(
            name => name.Select(item => $"{name.Key}{{{string.Join(',', item.Labels.Select(label => $"{label.Key}={label.Value}"))}}}"));

    public static async Task<PrometheusMetrics> ReadAsync(Service service)
    {
        var response = await service.GetAsync("/metrics");
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (response.Status, response.ContentType));
        return new PrometheusMetrics(response.Body);
    }

    /// <summary>The labels of all series with a name.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> GetLabels(string name) => series[name].Select(item => item.Labels);

    /// <summary>The sum of all series with a name and labels.</summary>
    public double Sum(string name, params IEnumerable<(string Label, string Value)> labels) =>
        series[name].Where(item => labels.All(label => item.Labels.GetValueOrDefault(label.Label) == label.Value)).Sum(item => item.Value);

    [GeneratedRegex(@"^(?<name>\w+)(\{(?<labels>.*)\})? (?<value>\S+)")]
    private static partial Regex Line();

    [GeneratedRegex(@"(\w+)=""([^""]*)""")]
    private static partial Regex Label();
}
