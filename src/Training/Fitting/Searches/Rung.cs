using LearnML.Contracts;

namespace LearnML.Training.Fitting.Searches;

/// <summary>
/// A part of a search's training: trials are trained up to an epoch, and the best of them go on with the next rung. A search without halving has only
/// one.
/// </summary>
/// <param name="Epochs">The epoch that ends the rung.</param>
/// <param name="Trials">The number of trials that are trained for the rung, at most.</param>
public sealed record Rung(int Epochs, int Trials)
{
    /// <summary>One in so many trials goes on. Jamieson and Talwalkar 2016 (https://arxiv.org/abs/1502.07943) use 3 or 4.</summary>
    private const int ReductionFactor = 3;

    /// <summary>
    /// The most rungs. With three, one trial in nine is trained for all epochs, and the first rung is 1/9 of them. A fourth, shorter one drops good
    /// trials: on the house prices the best loss was then 2 to 3 % higher, and not 0.6 % (medians of ten seeds).
    /// </summary>
    private const int MaximumRungs = 3;

    /// <summary>Returns the rungs of a search, from the first to the last.</summary>
    /// <param name="algorithm">How the trials are chosen.</param>
    /// <param name="trials">The number of trials.</param>
    /// <param name="epochs">The number of epochs of a trial.</param>
    public static IReadOnlyList<Rung> Create(SearchAlgorithm algorithm, int trials, int epochs)
    {
        var rungs = new List<Rung> { new(epochs, trials) };
        if (algorithm != SearchAlgorithm.Halving)
        {
            return rungs;
        }

        while (rungs.Count < MaximumRungs && rungs[0].Epochs > 1)
        {
            rungs.Insert(0, new Rung((rungs[0].Epochs + ReductionFactor - 1) / ReductionFactor, 0));
        }

        for (var index = 0; index < rungs.Count; index++)
        {
            rungs[index] = rungs[index] with { Trials = trials };
            trials = (trials + ReductionFactor - 1) / ReductionFactor;
        }

        return rungs;
    }

    /// <summary>The epochs of all trials together.</summary>
    public static long CountEpochs(IReadOnlyList<Rung> rungs)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        return rungs.Select((rung, index) => (long)rung.Trials * (rung.Epochs - (index == 0 ? 0 : rungs[index - 1].Epochs))).Sum();
    }
}
