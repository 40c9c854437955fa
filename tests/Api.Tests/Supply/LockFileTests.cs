using System.Xml.Linq;
using LearnML.Api.Tests.Docs;

namespace LearnML.Api.Tests.Supply;

/// <summary>The lock files are for the CPU and have a hash for every package.</summary>
public sealed class LockFileTests
{
    [Fact]
    public void Every_package_has_one_version_and_a_hash()
    {
        var packages = LockedPackage.Locks.Values.SelectMany(
            file => file["dependencies"]!.AsObject()).SelectMany(framework => framework.Value!.AsObject())
            .Where(package => (string)package.Value!["type"]! != "Project");

        Assert.All(packages, package => Assert.NotEmpty((string)package.Value!["contentHash"]!));
        Assert.DoesNotContain(LockedPackage.All.CountBy(package => package.Name), package => package.Value > 1);
    }

    [Fact]
    public void Lock_files_are_for_the_CPU()
    {
        Assert.Contains(LockedPackage.All, package => package.Name == "TorchSharp-cpu");
        Assert.DoesNotContain(LockedPackage.All, package => package.Name.Contains("cuda", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Locked_versions_are_the_pinned_ones()
    {
        var pinned = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));
        var properties = pinned.Descendants(
            "PropertyGroup").Elements().ToDictionary(property => $"$({property.Name.LocalName})", property => property.Value);
        var versions = pinned.Descendants("PackageVersion").ToDictionary(
            package => (string)package.Attribute("Include")!,
            package => (string)package.Attribute("Version")! is var version
                && properties.TryGetValue(version, out var value) ? value : (string)package.Attribute("Version")!);

        Assert.All(LockedPackage.All.Where(package => versions.ContainsKey(package.Name)),
            package => Assert.Equal(versions[package.Name], package.Version));
    }
}
