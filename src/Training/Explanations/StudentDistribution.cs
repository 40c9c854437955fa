namespace LearnML.Training.Explanations;

/// <summary>Student's t distribution.</summary>
internal static class StudentDistribution
{
    /// <summary>
    /// Returns the probability of a number of at least <paramref name="t"/>, by the finite sums for whole degrees of freedom (Abramowitz and
    /// Stegun 1964, 26.7.3 and 26.7.4). It is correct to about 1e-15, so smaller probabilities are 0.
    /// </summary>
    /// <param name="t">The number.</param>
    /// <param name="freedom">The degrees of freedom, at least 1.</param>
    public static double UpperTail(double t, int freedom)
    {
        if (double.IsInfinity(t))
        {
            return t > 0 ? 0 : 1;
        }

        var angle = Math.Atan(t / Math.Sqrt(freedom));
        var (sine, cosine) = Math.SinCos(angle);
        var isOdd = freedom % 2 == 1;
        double sum = 0, term = isOdd ? cosine : 1;
        for (var index = isOdd ? 1 : 0; index < freedom - 1 && term > 0; index += 2)
        {
            sum += term;
            term *= cosine * cosine * (index + 1) / (index + 2);
        }

        var within = isOdd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
        return Math.Clamp((1 - within) / 2, 0, 1);
    }
}
