using System.Text.Json;

namespace LearnML.Api.Hosting;

/// <summary>Converts enum values to their names in JSON and in queries, such as <c>succeeded</c> for <c>Succeeded</c>, and back.</summary>
internal static class EnumNames
{
    public static string Format(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string List(Type type) => string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>Returns the value with this name; null if there is none. Upper and lower case differ.</summary>
    public static T? Parse<T>(string name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Format(value) == name)
            {
                return value;
            }
        }

        return null;
    }
}
