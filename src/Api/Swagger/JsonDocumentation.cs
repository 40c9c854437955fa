using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using System.Xml.XPath;

namespace LearnML.Api.Swagger;

/// <summary>Loads an assembly's XML documentation for Swagger, with the JSON names of properties and enum values.</summary>
internal static class JsonDocumentation
{
    /// <summary>Loads the documentation and replaces each reference to a member by the member's JSON name.</summary>
    public static XPathDocument Load(Assembly assembly)
    {
        var documentation = XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml"));
        foreach (var reference in documentation.Descendants("see").Where(see => see.Attribute("cref") is not null).ToList())
        {
            reference.ReplaceWith(new XElement("c", JsonNameOf((string)reference.Attribute("cref")!)));
        }

        using var reader = documentation.CreateReader();
        return new XPathDocument(reader);
    }

    /// <summary>The JSON name of a member: <c>P:LearnML.Contracts.NetworkSpec.Hidden</c> becomes <c>hidden</c>. A type keeps its name.</summary>
    private static string JsonNameOf(string member)
    {
        var name = member[(member.LastIndexOf('.') + 1)..];
        return member.StartsWith("T:", StringComparison.Ordinal) ? name : JsonNamingPolicy.CamelCase.ConvertName(name);
    }
}
