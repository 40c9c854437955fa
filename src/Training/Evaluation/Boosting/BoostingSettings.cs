using System.Globalization;

namespace LearnML.Training.Evaluation.Boosting;

/// <summary>
/// The settings of boosted trees, which are the same for every spec. They are LightGBM's defaults, but a smaller learning rate with more rounds, an
/// L2 penalty as XGBoost has it, and smaller leaves for few rows.
/// </summary>
/// <param name="Classes">The number of classes, at least 2; 0 for regression.</param>
/// <param name="Rows">The number of training rows.</param>
internal sealed record BoostingSettings(int Classes, int Rows)
{
    /// <summary>The factor of each tree.</summary>
    public const double LearningRate = 0.05;

    /// <summary>The maximum number of leaves of a tree.</summary>
    public const int Leaves = 31;

    /// <summary>λ of the L2 penalty λ/2·w² of the number that each leaf adds.</summary>
    public const double Penalty = 1;

    /// <summary>So many rounds without a lower loss of the scored rows end the choice of the number of rounds.</summary>
    public const int Patience = 50;

    /// <summary>The number of rounds where there are no rows to choose it by.</summary>
    public const int RoundsWithoutChoice = 100;

    private const int MaximumRoundsOfOneTree = 2000;
    private const int MaximumTrees = 10_000;
    private const int RowsPerLeafRow = 50;
    private const int MaximumLeafRows = 20;

    /// <summary>The number of trees that a round adds: one, or one for each class if there are more than two.</summary>
    public int TreesPerRound => Classes > 2 ? Classes : 1;

    /// <summary>The maximum number of rounds: 2,000, but 10,000 trees at most.</summary>
    public int MaximumRounds => Math.Max(1, Math.Min(MaximumRoundsOfOneTree, MaximumTrees / TreesPerRound));

    /// <summary>The minimum number of rows in a leaf: one for each 50 rows, 1 to 20.</summary>
    public int LeafRows => Math.Clamp(Rows / RowsPerLeafRow, 1, MaximumLeafRows);

    /// <summary>
    /// The settings as LightGBM reads them (https://lightgbm.readthedocs.io/en/stable/Parameters.html). All of it runs on the calling thread: the
    /// sums are the same on every machine, and no thread competes with those of libtorch.
    /// </summary>
    public string Parameters => string.Create(CultureInfo.InvariantCulture, $"{Objective} learning_rate={LearningRate} num_leaves={Leaves} ") +
        string.Create(CultureInfo.InvariantCulture, $"lambda_l2={Penalty} min_data_in_leaf={LeafRows} feature_pre_filter=false ") +
        "num_threads=1 deterministic=true force_col_wise=true seed=0 verbosity=-1";

    private string Objective => Classes switch
    {
        0 => "objective=regression metric=l2",
        2 => "objective=binary metric=binary_logloss",
        _ => string.Create(CultureInfo.InvariantCulture, $"objective=multiclass metric=multi_logloss num_class={Classes}"),
    };
}
