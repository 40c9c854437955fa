using System.Text.Json.Nodes;
using LearnML.Api.Tests.Docs;

namespace LearnML.Api.Tests.Supply;

/// <summary>The licences of packages and vendored code.</summary>
public sealed class LicenceTests
{
    [Fact]
    public void Every_package_has_an_allowed_licence_or_an_exception()
    {
        RequireRestored();

        Assert.Empty(
            LockedPackage.All.Where(
                package => !HasAllowedLicence(package)).Select(package => $"{package.Name} {package.Version}: {package.Licence()}"));
    }

    [Fact]
    public void Every_exception_is_used() =>
        Assert.Empty(Licences.Exceptions.Keys.Except(LockedPackage.All.Select(package => package.Name)));

    [Fact]
    public void Vendored_code_has_an_allowed_licence_and_its_text()
    {
        var dashboard = Path.Combine(Repository.Root, "src", "Api", "Dashboard");
        var vendored = JsonNode.Parse(File.ReadAllText(Path.Combine(dashboard, "vendor.json")))!.AsArray();

        Assert.All(vendored, entry =>
        {
            var (name, licence) = ((string)entry!["package"]!, (string)entry["licence"]!);
            var isException = Licences.VendoredExceptions.TryGetValue(name, out var reason);
            Assert.True(
                isException ? reason!.StartsWith(licence, StringComparison.Ordinal) : Licences.Allowed.Contains(licence), $"{name}: {licence}");

            var folder = Path.Combine(dashboard, (string?)entry["folder"] ?? "../wwwroot/vendor");
            Assert.Equal(isException, !Path.GetFullPath(folder).StartsWith(Path.Combine(Repository.Root, "src"), StringComparison.Ordinal));
            var text = Assert.Single(entry["files"]!.AsObject(), file => ((string)file.Value!).EndsWith(".txt", StringComparison.Ordinal));
            Assert.True(File.Exists(Path.Combine(folder, (string)text.Value!)), (string)text.Value!);
        });
        Assert.Empty(Licences.VendoredExceptions.Keys.Except(vendored.Select(entry => (string)entry!["package"]!)));
    }

    /// <summary>Whether every part of the licence expression is allowed, or the package is an exception whose licence has not changed.</summary>
    private static bool HasAllowedLicence(LockedPackage package)
    {
        var (kind, text) = package.Licence();
        return Licences.Exceptions.TryGetValue(package.Name, out var exception)
            ? text == exception.Says
            && (exception.Words is null || File.ReadAllText(Path.Combine(package.Folder, text)).Contains(exception.Words, StringComparison.Ordinal))
            : kind == "expression" && text.Split(" AND ").All(part => Licences.Allowed.Contains(part));
    }

    /// <summary>Skips the test on other systems, which restore other packages of libtorch than the lock files have.</summary>
    private static void RequireRestored() => Assert.SkipUnless(
        LockedPackage.All.All(package => Directory.Exists(package.Folder)) || Environment.GetEnvironmentVariable("CI") == "true",
        "The packages of the lock files are not restored here, because this is not 64-bit Linux or its libtorch is for a GPU.");
}
