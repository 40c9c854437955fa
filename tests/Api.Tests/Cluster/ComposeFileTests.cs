using System.Globalization;
using LearnML.Api.Hosting;
using LearnML.Api.Tests.Docs;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace LearnML.Api.Tests.Cluster;

/// <summary>Checks the names and settings in the Compose file. The test needs no Docker engine.</summary>
public sealed class ComposeFileTests
{
    private const string Prefix = LearnMLOptions.Section + "__";

    private readonly Dictionary<object, object> file = Read();

    private IEnumerable<(string Name, Dictionary<object, object> Service)> Services =>
        GetMap(file, "services").Select(service => ((string)service.Key, (Dictionary<object, object>)service.Value));

    [Fact]
    public void Compose_file_sets_only_known_settings()
    {
        var settings = Services.SelectMany(service => GetMap(service.Service, "environment").Keys.Cast<string>())
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Distinct().ToList();

        Assert.NotEmpty(settings);
        Assert.All(settings, name => Assert.NotNull(typeof(LearnMLOptions).GetProperty(name[Prefix.Length..])));
    }

    [Fact]
    public void Compose_file_has_two_APIs_a_CPU_worker_and_a_GPU_worker()
    {
        var roles = Services.Where(service => service.Service.ContainsKey("build")).ToDictionary(service => service.Name,
            service => (string)GetMap(service.Service, "environment")["LearnML__Role"]);

        Assert.Equal(2, roles.Values.Count(role => role == "api"));
        Assert.Equal(["cpu", "gpu"], Services.Where(service => roles.GetValueOrDefault(service.Name) == "worker")
            .Select(service => ((List<object>)service.Service["profiles"]).Single()).Order());
    }

    [Fact]
    public void Compose_file_refers_only_to_defined_names()
    {
        var names = Services.Select(service => service.Name).ToList();
        var volumes = GetMap(file, "volumes").Keys;
        var configs = GetMap(file, "configs").Keys;
        foreach (var (_, service) in Services)
        {
            Assert.Empty(GetMap(service, "depends_on").Keys.Cast<string>().Except(names));
            Assert.Empty(GetList(service, "volumes").Select(volume => ((string)volume).Split(':')[0]).Except(volumes.Cast<string>()));
            Assert.Empty(
                GetList(service, "configs").Select(config => (string)((Dictionary<object, object>)config)["source"]).Except(configs.Cast<string>()));
        }
    }

    [Fact]
    public void Stop_grace_period_is_longer_than_a_shutdown()
    {
        foreach (var (_, service) in Services.Where(service => service.Service.ContainsKey("build")))
        {
            var period = (string)service["stop_grace_period"];
            Assert.InRange(int.Parse(period.TrimEnd('s'), CultureInfo.InvariantCulture), 31, 300);
        }
    }

    [Fact]
    public void Proxy_logs_contain_no_keys()
    {
        var proxy = (string)GetMap(GetMap(file, "configs"), "proxy")["content"];

        Assert.Contains("access_log /dev/stdout without_query;", proxy, StringComparison.Ordinal);
        Assert.Contains("error_log /dev/stderr alert;", proxy, StringComparison.Ordinal);
    }

    private static Dictionary<object, object> GetMap(Dictionary<object, object> map, string name) =>
        map.GetValueOrDefault(name) as Dictionary<object, object> ?? [];

    private static List<object> GetList(Dictionary<object, object> map, string name) => map.GetValueOrDefault(name) as List<object> ?? [];

    private static Dictionary<object, object> Read()
    {
        using var text = new StringReader(File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml")));
        return new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(text)));
    }
}
