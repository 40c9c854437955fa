namespace LearnML.Training.Fitting.Searches;

/// <summary>
/// Chooses the members of an ensemble: the best candidate first, and then again and again the one whose ensemble is the best. Of these ensembles, the
/// one with the lowest error is kept (Caruana et al. 2004, https://doi.org/10.1145/1015330.1015432; without choosing a candidate twice).
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
        var (kept, lowest) = (1, error([0]));
        while (chosen.Count < Math.Min(candidates, maximum))
        {
            var (next, errorWithIt) = Enumerable.Range(0, candidates).Except(chosen)
                .Select(candidate => (Candidate: candidate, Error: error([.. chosen, candidate]))).MinBy(each => each.Error);
            chosen.Add(next);
            (kept, lowest) = errorWithIt < lowest ? (chosen.Count, errorWithIt) : (kept, lowest);
        }

        return chosen[..kept];
    }
}
