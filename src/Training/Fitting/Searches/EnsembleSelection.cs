namespace LearnML.Training.Fitting.Searches;

/// <summary>
/// Chooses the members of an ensemble: the best candidate first, and then again and again the one that improves the ensemble most, until none does
/// (Caruana et al. 2004, https://doi.org/10.1145/1015330.1015432; without choosing one twice).
/// </summary>
public static class EnsembleSelection
{
    /// <summary>Returns the chosen candidates, in the order in which they were chosen.</summary>
    /// <param name="candidates">The number of candidates; the first is the best one.</param>
    /// <param name="maximum">The largest number of members.</param>
    /// <param name="error">Returns the error of the ensemble of these candidates.</param>
    public static IReadOnlyList<int> Choose(int candidates, int maximum, Func<IReadOnlyList<int>, double> error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var chosen = new List<int> { 0 };
        var lowest = error([0]);
        while (chosen.Count < maximum)
        {
            var others = Enumerable.Range(0, candidates).Except(chosen)
                .Select(candidate => (Candidate: candidate, Error: error([.. chosen, candidate])));
            var (next, errorWithIt) = others.Append((0, double.PositiveInfinity)).MinBy(each => each.Item2);
            if (!(errorWithIt < lowest))
            {
                break;
            }

            lowest = errorWithIt;
            chosen.Add(next);
        }

        return chosen;
    }
}
