using System.Text.Json;

namespace LearnML.Api.Requests;

/// <summary>Enums as they are written in JSON and in queries: <c>succeeded</c>, not <c>Succeeded</c>.</summary>
internal static class EnumWord
{
    public static string Of(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static string All(Type type) => string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName));

    /// <summary>The value of a query parameter; null where it is not given, or wrong, which <paramref name="errors"/> then says.</summary>
    public static T? Parse<T>(string? word, string field, FieldErrors errors)
        where T : struct, Enum
    {
        if (word is null)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == word)
            {
                return value;
            }
        }

        errors.Add(field, "must be one of " + All(typeof(T)));
        return null;
    }
}
