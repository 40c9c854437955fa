using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using System.Xml.XPath;

namespace LearnML.Api.Swagger;

/// <summary>An assembly's XML documentation for readers of its JSON, who know properties and words of enums by their names there.</summary>
internal static class JsonWords
{
    /// <summary>The documentation, each reference to a member replaced by its name in JSON.</summary>
    public static XPathDocument Of(Assembly assembly)
    {
        var documentation = XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml"));
        foreach (var reference in documentation.Descendants("see").Where(see => see.Attribute("cref") is not null).ToList())
        {
            reference.ReplaceWith(new XElement("c", Name((string)reference.Attribute("cref")!)));
        }

        using var reader = documentation.CreateReader();
        return new XPathDocument(reader);
    }

    /// <summary>Of <c>P:LearnML.Contracts.NetworkSpec.Hidden</c> <c>hidden</c>; a type keeps its name.</summary>
    private static string Name(string member)
    {
        var name = member[(member.LastIndexOf('.') + 1)..];
        return member.StartsWith("T:", StringComparison.Ordinal) ? name : JsonNamingPolicy.CamelCase.ConvertName(name);
    }
}
