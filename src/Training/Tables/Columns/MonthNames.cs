using System.Collections.Frozen;

namespace LearnML.Training.Tables.Columns;

/// <summary>The names of months in English, German and French, in full and short.</summary>
internal static class MonthNames
{
    private static readonly string[] Names =
    [
        "jan january januar jän jänner janv janvier", "feb february februar fév févr février fev fevr fevrier",
        "mar march mär mrz märz maerz mars", "apr april avr avril", "may mai", "jun june juni juin", "jul july juli juil juillet",
        "aug august août aout", "sep sept september septembre", "oct october okt oktober octobre", "nov november novembre",
        "dec december dez dezember déc décembre decembre",
    ];

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Months = Names.Index()
        .SelectMany(month => month.Item.Split(' ').Select(name => KeyValuePair.Create(name, month.Index + 1)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Finds the number of a month, from 1, by its name in any letter case.</summary>
    public static bool TryFind(ReadOnlySpan<char> name, out int month) => Months.TryGetValue(name, out month);
}
