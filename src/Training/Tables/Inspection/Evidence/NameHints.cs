using System.Text.RegularExpressions;

namespace LearnML.Training.Tables.Inspection.Evidence;

/// <summary>What the name of a column says about its values.</summary>
internal static partial class NameHints
{
    /// <summary>Whether a name ends as those of identifiers do: order_id, customerId, invoice number, Kundennr.</summary>
    public static bool IsIdentifier(string name) => Identifier().IsMatch(name);

    /// <summary>Whether a name says that the values are postal codes.</summary>
    public static bool IsPostalCode(string name) => PostalCode().IsMatch(name);

    [GeneratedRegex(@"^Unnamed: 0$|(?i:(^|[_ -])(id|no\.?|nr\.?|#|key|uuid)|number|nummer)$|[a-z](I[dD]|N[or]|nr)$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex("(^|_| |-)(zip|zip ?code|postal ?code|postcode|plz)($|_| |-)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PostalCode();
}
