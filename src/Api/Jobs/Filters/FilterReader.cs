using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Api.Storage.Listing;

namespace LearnML.Api.Jobs.Filters;

/// <summary>
/// Reads a filter of jobs: conditions and words, separated by spaces, which must all be met.
/// <c>optimizer.learningRate&lt;0.1 dataset:glyphs -tags:draft "second try"</c>.
/// </summary>
/// <param name="field">The name of the field or parameter that holds the filter, for errors.</param>
/// <param name="errors">Collects what is wrong with it.</param>
internal sealed class FilterReader(string field, FieldErrors errors)
{
    private const int MaximumLength = 1_000;
    private const int MaximumTerms = 20;

    private readonly FieldFinder finder = new(field, errors);
    private readonly ConditionReader reader = new(field, errors);
    private readonly List<string> words = [];
    private readonly List<FieldCondition> conditions = [];

    /// <summary>Returns the words, in lower case, and the conditions. A part with an error is left out.</summary>
    public (IReadOnlyList<string> Words, IReadOnlyList<FieldCondition> Conditions) Read(string text)
    {
        if (text.Length > MaximumLength)
        {
            errors.Add(field, string.Create(CultureInfo.InvariantCulture,
                $"must be at most {MaximumLength:n0} characters long, and has {text.Length:n0}; leave out conditions, or use the other parameters"));
            return ([], []);
        }

        var scanner = new FilterScanner(text);
        var terms = 0;
        while (scanner.ReadTerm() is { } term)
        {
            Add(term);
            terms++;
        }

        errors.Require(terms <= MaximumTerms, field, $"must have at most {MaximumTerms} conditions and words");
        return (words, conditions);
    }

    private void Add(FilterTerm term)
    {
        if (term.MissingEnd == '"')
        {
            errors.Add(field, $"has a quotation mark without its end{Locate(term)}: \"{LongText.Shorten(term.Value)}; "
                + "write another one after the text");
        }
        else if (term.MissingEnd is not null)
        {
            errors.Add(field, $"has a list without its end{Locate(term)}: {LongText.Shorten(term.Value)}; write ] after its last value, "
                + "such as network.hidden:[64,32]");
        }
        else if (term.Name is null)
        {
            AddWord(term);
        }
        else if (finder.Find(term.Name) is { } known)
        {
            conditions.AddRange(reader.Read(known, term));
        }
    }

    private static string Locate(FilterTerm term) => string.Create(CultureInfo.InvariantCulture, $" at character {term.Position}");

    private void AddWord(FilterTerm term)
    {
        var word = term.Value;
        if (term.IsQuoted)
        {
            words.Add(word.ToLowerInvariant());
        }
        else if (word == "OR")
        {
            errors.Add(field, "has the word OR: every condition must be met. Write alternatives as a list, such as dataset:glyphs,polynomial");
        }
        else if (word.IndexOfAny(['<', '>', '=']) >= 0)
        {
            errors.Add(field, $"has '{word}', which does not begin with a field; write the field first, such as optimizer.learningRate<0.1");
        }
        else if (word.Contains('.', StringComparison.Ordinal) && JobFieldCatalog.Find(word) is { } known)
        {
            errors.Add(field, $"has the field {known.Name} without a condition; write a comparison, such as {ConditionReader.GiveExample(known)}");
        }
        else if (word != "AND")
        {
            words.Add(word.ToLowerInvariant());
        }
    }
}
