using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;

namespace LearnML.Api.Problems;

/// <summary>
/// Finds the query parameter that the framework could not bind, with a reason like those of our own validation errors. The framework's exception
/// has only a message, which names C# types.
/// </summary>
internal static class BindingError
{
    private static readonly Dictionary<Type, (Func<string, bool> IsValid, string Rule)> Rules = new()
    {
        [typeof(string)] = (_ => true, ""),
        [typeof(int)] = (CanParse<int>, "must be a whole number"),
        [typeof(long)] = (CanParse<long>, "must be a whole number"),
        [typeof(double)] = (CanParse<double>, "must be a number"),
        [typeof(bool)] = (CanParse<bool>, "must be true or false"),
        [typeof(DateTimeOffset)] = (CanParse<DateTimeOffset>, "must be a time, such as 2030-01-31T12:00:00Z"),
    };

    /// <summary>Returns the first invalid parameter of the request that failed, and the reason; null if all parameters are valid.</summary>
    public static (string Field, string Reason)? Find(HttpContext context)
    {
        var failed = context.Features.Get<IExceptionHandlerFeature>();
        foreach (var parameter in failed?.Endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            if (failed!.RouteValues?.ContainsKey(parameter.Name) != true
                && FindReason(parameter, context.Request.Query[parameter.Name]) is { } reason)
            {
                return (JsonNamingPolicy.CamelCase.ConvertName(parameter.Name), reason);
            }
        }

        return null;
    }

    private static string? FindReason(IParameterBindingMetadata parameter, string? value)
    {
        var type = parameter.ParameterInfo.ParameterType;
        return !Rules.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var rules) ? null // It is a service or the body.
            : value is null ? parameter.IsOptional ? null : "is required"
            : rules.IsValid(value) ? null : $"{rules.Rule}; it is '{value}'";
    }

    private static bool CanParse<T>(string text)
        where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out _);
}
