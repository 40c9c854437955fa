namespace LearnML.Api.Requests;

/// <summary>What is wrong with a request, by field.</summary>
public sealed class FieldErrors
{
    /// <summary>Nobody reads more, and each takes more memory than what is wrong with the request did.</summary>
    private const int Most = 1_000;

    private readonly Dictionary<string, List<string>> byField = new(StringComparer.Ordinal);

    /// <summary>Whether nothing is wrong.</summary>
    public bool None => byField.Count == 0;

    /// <summary>How many fields are wrong.</summary>
    public int Count => byField.Count;

    /// <summary>Says that a field, by its path, is wrong; of very many that are, only the first are told.</summary>
    public void Add(string field, string reason)
    {
        if (!byField.TryGetValue(field, out var reasons))
        {
            if (byField.Count == Most)
            {
                return;
            }

            byField[field] = reasons = [];
        }

        if (!reasons.Contains(reason))
        {
            reasons.Add(reason);
        }
    }

    /// <summary>Says so unless <paramref name="right"/>.</summary>
    public void Require(bool right, string field, string reason)
    {
        if (!right)
        {
            Add(field, reason);
        }
    }

    /// <summary>Whether a part, by its path, or something in it is wrong.</summary>
    public bool Within(string part) => byField.Keys.Any(field => field.StartsWith(part, StringComparison.Ordinal) && (field.Length == part.Length || field[part.Length] is '.' or '['));

    /// <summary>The <c>errors</c> of a validation problem.</summary>
    public Dictionary<string, string[]> ToDictionary() => byField.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
}
