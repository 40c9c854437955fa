using System.Globalization;
using LearnML.Api.Hosting;
using LearnML.Api.Tests.Docs;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace LearnML.Api.Tests.Cluster;

/// <summary>The Compose file says only what there is. No Docker engine runs it here.</summary>
public sealed class ComposeTests
{
    private const string Prefix = LearnMLOptions.Section + "__";

    private readonly Dictionary<object, object> file = Read();

    private IEnumerable<(string Name, Dictionary<object, object> Service)> Services =>
        Part(file, "services").Select(service => ((string)service.Key, (Dictionary<object, object>)service.Value));

    [Fact]
    public void Its_settings_are_settings_of_the_service()
    {
        var settings = Services.SelectMany(service => Part(service.Service, "environment").Keys.Cast<string>())
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Distinct().ToList();

        Assert.NotEmpty(settings);
        Assert.All(settings, name => Assert.NotNull(typeof(LearnMLOptions).GetProperty(name[Prefix.Length..])));
    }

    [Fact]
    public void There_are_two_APIs_and_workers_for_either_kind_of_machine()
    {
        var roles = Services.Where(service => service.Service.ContainsKey("build")).ToDictionary(service => service.Name,
            service => (string)Part(service.Service, "environment")["LearnML__Role"]);

        Assert.Equal(2, roles.Values.Count(role => role == "api"));
        Assert.Equal(["cpu", "gpu"], Services.Where(service => roles.GetValueOrDefault(service.Name) == "worker")
            .Select(service => ((List<object>)service.Service["profiles"]).Single()).Order());
    }

    [Fact]
    public void What_it_refers_to_is_there()
    {
        var names = Services.Select(service => service.Name).ToList();
        var volumes = Part(file, "volumes").Keys;
        var configs = Part(file, "configs").Keys;
        foreach (var (_, service) in Services)
        {
            Assert.Empty(Part(service, "depends_on").Keys.Cast<string>().Except(names));
            Assert.Empty(List(service, "volumes").Select(volume => ((string)volume).Split(':')[0]).Except(volumes.Cast<string>()));
            Assert.Empty(
                List(service, "configs").Select(config => (string)((Dictionary<object, object>)config)["source"]).Except(configs.Cast<string>()));
        }
    }

    [Fact]
    public void A_process_has_longer_to_end_than_it_takes()
    {
        foreach (var (_, service) in Services.Where(service => service.Service.ContainsKey("build")))
        {
            var period = (string)service["stop_grace_period"];
            Assert.InRange(int.Parse(period.TrimEnd('s'), CultureInfo.InvariantCulture), 31, 300);
        }
    }

    [Fact]
    public void No_log_of_the_proxy_has_a_browsers_key()
    {
        var proxy = (string)Part(Part(file, "configs"), "proxy")["content"];

        Assert.Contains("access_log /dev/stdout without_query;", proxy, StringComparison.Ordinal);
        Assert.Contains("error_log /dev/stderr alert;", proxy, StringComparison.Ordinal);
    }

    private static Dictionary<object, object> Part(Dictionary<object, object> of, string name) =>
        of.GetValueOrDefault(name) as Dictionary<object, object> ?? [];

    private static List<object> List(Dictionary<object, object> of, string name) => of.GetValueOrDefault(name) as List<object> ?? [];

    private static Dictionary<object, object> Read()
    {
        using var text = new StringReader(File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml")));
        return new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(text)));
    }
}
