using System.Text.RegularExpressions;

namespace LearnML.Api.Tests.Telemetry;

/// <summary>What a query of Prometheus asks for: series by name, their labels, and the labels that it groups by.</summary>
internal sealed partial class PrometheusQuery
{
    private static readonly string[] Keywords = ["and", "or", "unless", "bool", "offset"];

    public PrometheusQuery(string text)
    {
        Text = text;
        var rest = Range().Replace(text, "");
        GroupingLabels = [.. Grouping().Matches(rest).SelectMany(group => Name().Matches(group.Groups[1].Value)).Select(name => name.Value).Distinct()];
        rest = Grouping().Replace(rest, "");
        Selectors = [.. Selector().Matches(rest).Where(selector => !Keywords.Contains(selector.Groups["name"].Value)).Select(selector =>
            (selector.Groups["name"].Value, Matcher().Matches(selector.Groups["labels"].Value)
                .Select(label => (label.Groups[1].Value, label.Groups[2].Value.Split('|'))).ToList()))];
    }

    public string Text { get; }

    public IReadOnlyList<string> GroupingLabels { get; }

    public IReadOnlyList<(string Name, List<(string Label, string[] Values)> Labels)> Selectors { get; }

    /// <summary>Checks that it is answered by what is there.</summary>
    public void AssertAnsweredBy(PrometheusMetrics exposed)
    {
        Assert.NotEmpty(Selectors);
        foreach (var (name, labels) in Selectors)
        {
            Assert.True(exposed.GetLabels(name).Any(), $"There is no {name}, which this asks for: {Text}");
            Assert.All(labels, label => Assert.All(label.Values, value => Assert.True(
                exposed.GetLabels(name).Any(series => series.GetValueOrDefault(label.Label) == value),
                $"There is no {name} with {label.Label} {value}, which this asks for: {Text}")));
        }

        Assert.All(GroupingLabels, label => Assert.True(
            Selectors.SelectMany(selected => exposed.GetLabels(selected.Name)).Any(series => series.ContainsKey(label)),
            $"There is no label {label}, which this groups by: {Text}"));
    }

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    // A name that is not called: with its labels, if it asks for some.
    [GeneratedRegex(@"(?<![\w.""])(?<name>[a-zA-Z_]\w*)(?![\w(]|\s*\()(\{(?<labels>[^}]*)\})?")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(\w+)\s*(?:=~|=|!=|!~)\s*""([^""]*)""")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Name();
}
