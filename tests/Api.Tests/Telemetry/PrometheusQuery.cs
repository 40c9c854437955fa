using System.Text.RegularExpressions;

namespace LearnML.Api.Tests.Telemetry;

/// <summary>A PromQL query: the series and labels that it selects, and the labels that it groups by.</summary>
internal sealed partial class PrometheusQuery
{
    private static readonly string[] Keywords = ["and", "or", "unless", "bool", "offset"];

    public PrometheusQuery(string text)
    {
        Text = text;
        var rest = Range().Replace(text, "");
        GroupingLabels = [.. Grouping().Matches(rest)
            .SelectMany(group => Name().Matches(group.Groups[1].Value)).Select(name => name.Value).Distinct()];
        rest = Grouping().Replace(rest, "");
        Selectors = [.. Selector().Matches(rest).Where(selector => !Keywords.Contains(selector.Groups["name"].Value)).Select(selector =>
            (selector.Groups["name"].Value, Matcher().Matches(selector.Groups["labels"].Value)
                .Select(label => (label.Groups[1].Value, label.Groups[2].Value.Split('|'))).ToList()))];
    }

    public string Text { get; }

    public IReadOnlyList<string> GroupingLabels { get; }

    public IReadOnlyList<(string Name, List<(string Label, string[] Values)> Labels)> Selectors { get; }

    /// <summary>Asserts that the metrics have all selected series and labels.</summary>
    public void AssertAnsweredBy(PrometheusMetrics metrics)
    {
        Assert.NotEmpty(Selectors);
        foreach (var (name, labels) in Selectors)
        {
            Assert.True(metrics.GetLabels(name).Any(), $"There is no series {name}, which this query selects: {Text}");
            Assert.All(labels, label => Assert.All(label.Values, value => Assert.True(
                metrics.GetLabels(name).Any(series => series.GetValueOrDefault(label.Label) == value),
                $"There is no series {name} with {label.Label}={value}, which this query selects: {Text}")));
        }

        Assert.All(GroupingLabels, label => Assert.True(
            Selectors.SelectMany(selected => metrics.GetLabels(selected.Name)).Any(series => series.ContainsKey(label)),
            $"There is no label {label}, which this query groups by: {Text}"));
    }

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    // A name that is not a function, with its label matchers.
    [GeneratedRegex(@"(?<![\w.""])(?<name>[a-zA-Z_]\w*)(?![\w(]|\s*\()(\{(?<labels>[^}]*)\})?")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(\w+)\s*(?:=~|=|!=|!~)\s*""([^""]*)""")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Name();
}
