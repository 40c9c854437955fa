using System.Text.Json.Nodes;
using System.Xml.Linq;
using LearnML.Api.Tests.Docs;

namespace LearnML.Api.Tests.Supply;

/// <summary>A package that a lock file names.</summary>
internal sealed record LockedPackage(string Name, string Version)
{
    /// <summary>The lock files of all projects, by the folders that they are in.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Locks { get; } = new[] { "src", "tests" }
        .SelectMany(folder => Directory.GetDirectories(Path.Combine(Repository.Root, folder)))
        .Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0)
        .ToDictionary(folder => Path.GetFileName(folder), folder => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "packages.lock.json")))!);

    /// <summary>What all of them name, each once.</summary>
    public static IReadOnlyList<LockedPackage> All { get; } = [.. Locks.Values
        .SelectMany(file => file["dependencies"]!.AsObject()).SelectMany(framework => framework.Value!.AsObject())
        .Where(package => (string)package.Value!["type"]! != "Project")
        .Select(package => new LockedPackage(package.Key, (string)package.Value!["resolved"]!))
        .Distinct().OrderBy(package => package.Name, StringComparer.Ordinal)];

    /// <summary>Where the package lies once it is restored.</summary>
    public string Folder { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        Name.ToLowerInvariant(), Version.ToLowerInvariant());

    /// <summary>What it says of its licence: an expression, the name of a file in it, or an address.</summary>
    public (string Kind, string Text) Licence()
    {
        var metadata = XDocument.Load(
            Directory.GetFiles(Folder, "*.nuspec").Single()).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        return Find("license") is { } licence ? ((string)licence.Attribute("type")!, licence.Value) : ("address", Find("licenseUrl")?.Value ?? "");

        XElement? Find(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);
    }
}
