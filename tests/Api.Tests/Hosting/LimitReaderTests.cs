using System.Reflection;
using LearnML.Api.Hosting;
using Microsoft.Extensions.Configuration;

namespace LearnML.Api.Tests.Hosting;

/// <summary>The service does not start with invalid limits.</summary>
public sealed class LimitReaderTests
{
    private static readonly PropertyInfo[] Settings = typeof(LimitOptions).GetProperties();

    public static TheoryData<string> Names() => [.. Settings.Select(setting => setting.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Limit_below_its_minimum_is_rejected(string name)
    {
        var rejected = Assert.Throws<StartupException>(() => Read((name, "0")));

        Assert.StartsWith($"LearnML:Limits:{name} is 0; it must be ", rejected.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Limit_that_is_not_a_number_is_rejected(string name) =>
        Assert.Contains($"LearnML:Limits:{name}", Assert.Throws<StartupException>(() => Read((name, "many"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Error_has_a_line_for_every_invalid_limit()
    {
        var rejected = Assert.Throws<StartupException>(() => Read(("Epochs", "-1"), ("JsonDepth", "65"), ("QueuedJobs", "3")));

        Assert.Equal(["LearnML:Limits:JsonDepth is 65; it must be 8 to 64.", "LearnML:Limits:Epochs is -1; it must be at least 1."],
            rejected.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void Defaults_are_those_of_LimitOptions() => Assert.Equivalent(new LimitOptions(), Read());

    private static LimitOptions Read(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create($"LearnML:Limits:{setting.Name}", (string?)setting.Value))).Build().ReadLimits();
}
