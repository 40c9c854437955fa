using System.Text.Json.Nodes;
using System.Xml.Linq;
using LearnML.Api.Tests.Docs;

namespace LearnML.Api.Tests.Supply;

/// <summary>A package in a lock file.</summary>
internal sealed record LockedPackage(string Name, string Version)
{
    /// <summary>The lock files of all projects by folder.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Locks { get; } = new[] { "src", "tests" }
        .SelectMany(folder => Directory.GetDirectories(Path.Combine(Repository.Root, folder)))
        .Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0)
        .ToDictionary(folder => Path.GetFileName(folder), folder => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "packages.lock.json")))!);

    /// <summary>The distinct packages of all lock files.</summary>
    public static IReadOnlyList<LockedPackage> All { get; } = [.. Locks.Values
        .SelectMany(file => file["dependencies"]!.AsObject()).SelectMany(framework => framework.Value!.AsObject())
        .Where(package => (string)package.Value!["type"]! != "Project")
        .Select(package => new LockedPackage(package.Key, (string)package.Value!["resolved"]!))
        .Distinct().OrderBy(package => package.Name, StringComparer.Ordinal)];

    /// <summary>The folder of the restored package.</summary>
    public string Folder { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        Name.ToLowerInvariant(), Version.ToLowerInvariant());

    /// <summary>The licence in the package metadata: an expression, a file name or an address.</summary>
    public (string Kind, string Text) Licence()
    {
        var metadata = XDocument.Load(
            Directory.GetFiles(Folder, "*.nuspec").Single()).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        return Find("license") is { } licence ? ((string)licence.Attribute("type")!, licence.Value) : ("address", Find("licenseUrl")?.Value ?? "");

        XElement? Find(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);
    }
}
