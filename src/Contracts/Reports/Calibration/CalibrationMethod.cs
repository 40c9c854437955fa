namespace LearnML.Contracts;

/// <summary>Whose errors the intervals and sets of a model are calibrated with.</summary>
public enum CalibrationMethod
{
    /// <summary>
    /// The errors of the model itself on its validation rows: split conformal prediction (Papadopoulos et al. 2002,
    /// https://doi.org/10.1007/3-540-36755-1_29).
    /// </summary>
    Holdout,

    /// <summary>
    /// The errors of the networks of the folds, each on the rows that it was not trained on, around the prediction of the final network, which is
    /// trained on all rows (the K-fold form of the jackknife in Barber et al. 2021, https://doi.org/10.1214/20-AOS1965).
    /// </summary>
    Folds,
}
