namespace LearnML.Contracts;

/// <summary>
/// How the association of a column with the target is measured. 0 is none and 1 is the strongest, but values of different measures are only roughly
/// comparable.
/// </summary>
public enum AssociationMeasure
{
    /// <summary>
    /// For two columns of numbers or dates: Spearman's rank correlation, from -1 to 1 (Spearman 1904, https://doi.org/10.2307/1412159). It sees
    /// relations that only rise or only fall.
    /// </summary>
    Spearman,

    /// <summary>
    /// For numbers and categories: the correlation ratio, from 0 to 1, the square root of the share of the numbers' variance that lies between the
    /// categories. It is corrected for the number of categories, so that chance gives about 0 (Kelley 1935,
    /// https://doi.org/10.1073/pnas.21.9.554).
    /// </summary>
    CorrelationRatio,

    /// <summary>
    /// For two columns of categories: Cramér's V, from 0 to 1, corrected for the number of categories, so that chance gives about 0 (Bergsma 2013,
    /// https://doi.org/10.1016/j.jkss.2012.10.002).
    /// </summary>
    CramersV,
}
