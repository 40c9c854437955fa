using System.Numerics.Tensors;
using LearnML.Training.Calibration;

namespace LearnML.Training.Predicting;

/// <summary>
/// The conformal sets of classes that a model predicts: all classes that are probable enough, and always the most probable one (Sadinle, Lei and
/// Wasserman 2019, https://doi.org/10.1080/01621459.2017.1395341). They are the smallest sets, on average, that hold as many true classes.
/// </summary>
public sealed class PredictionSets
{
    private readonly double quantile;

    /// <param name="predictor">The model.</param>
    /// <param name="level">The level; <see cref="FindProblem"/> must find none.</param>
    public PredictionSets(Predictor predictor, double level)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        quantile = predictor.Conformal!.FindQuantile(level)!.Value;
        Classes = predictor.Description.Classes;
    }

    /// <summary>The class names, by class index.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Returns why a model has no sets of a level, for an error message that begins with the field's name; null if it has.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="level">The share of true classes that the sets should hold.</param>
    public static string? FindProblem(Predictor predictor, double level)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return predictor.Description.Target is null || !(level > 0 && level < 1)
            ? ConformalLevel.FindProblem(predictor.Conformal, level)
            : "only applies to models that predict classes, and this model predicts numbers; use interval";
    }

    /// <summary>Returns the indices of the classes in the set, the most probable first.</summary>
    /// <param name="probabilities">The probability of every class.</param>
    public IReadOnlyList<int> Of(ReadOnlySpan<float> probabilities)
    {
        var (best, set) = (TensorPrimitives.IndexOfMax(probabilities), new List<(int Class, float Probability)>());
        for (var index = 0; index < probabilities.Length; index++)
        {
            if (index == best || ConformalErrors.ErrorOf(probabilities[index]) <= quantile)
            {
                set.Add((index, probabilities[index]));
            }
        }

        return [.. set.OrderByDescending(each => each.Probability).ThenBy(each => each.Class != best).Select(each => each.Class)];
    }
}
