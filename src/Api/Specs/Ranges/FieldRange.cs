using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Specs.Ranges;

/// <summary>
/// The range of a number in a spec: the <see cref="RangeAttribute"/> of its property. The JSON Schema and the Swagger document show the same
/// attribute as <c>minimum</c> and <c>maximum</c>.
/// </summary>
internal sealed class FieldRange
{
    private static readonly ConcurrentDictionary<Type, FieldRange[]> ByPart = new();

    private readonly JsonPropertyInfo field;
    private readonly RangeAttribute range;
    private readonly string rule;

    private FieldRange(JsonPropertyInfo field, RangeAttribute range) => (this.field, this.range, rule) = (field, range, Describe(range));

    /// <summary>Checks all numbers of a part of a spec that have a range, but not those of the parts inside it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="path">The path of the part.</param>
    /// <param name="errors">Collects the validation errors.</param>
    public static void CheckAll(object part, string path, FieldErrors errors)
    {
        foreach (var each in ByPart.GetOrAdd(part.GetType(), ReadAll))
        {
            each.Check(each.field.Get!(part), $"{path}.{each.field.Name}", errors);
        }
    }

    /// <summary>Returns the range of a field of a layer, by the name of its property. The lists of the short form have the same ranges.</summary>
    public static FieldRange OfLayer(string property)
    {
        var name = WireFormat.Options.PropertyNamingPolicy!.ConvertName(property);
        return ByPart.GetOrAdd(typeof(LayerSpec), ReadAll).Single(each => each.field.Name == name);
    }

    /// <summary>Checks a number; null is valid.</summary>
    public void Check(object? number, string path, FieldErrors errors) => errors.Require(range.IsValid(number), path, rule);

    private static FieldRange[] ReadAll(Type part) =>
    [
        .. from field in WireFormat.Options.GetTypeInfo(part).Properties
           from range in field.AttributeProvider!.GetCustomAttributes(typeof(RangeAttribute), inherit: false).Cast<RangeAttribute>()
           select new FieldRange(field, range),
    ];

    private static string Describe(RangeAttribute range) => (range.Minimum, range.Maximum) switch
    {
        (int minimum, int.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"must be at least {minimum}"),
        (int minimum, int maximum) => string.Create(CultureInfo.InvariantCulture, $"must be {minimum} to {maximum}"),
        _ => $"must be {(range.MinimumIsExclusive ? "above" : "at least")} {Format(range.Minimum)} "
            + $"and {(range.MaximumIsExclusive ? "below" : "at most")} {Format(range.Maximum)}",
    };

    private static string Format(object bound) =>
        bound is double and float.MaxValue ? Float32.Largest : Convert.ToString(bound, CultureInfo.InvariantCulture)!;
}
