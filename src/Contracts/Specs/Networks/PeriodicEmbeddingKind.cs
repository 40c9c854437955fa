namespace LearnML.Contracts;

/// <summary>How a number x becomes several inputs of a network, with trained frequencies c.</summary>
public enum PeriodicEmbeddingKind
{
    /// <summary>
    /// x itself beside W·cos(2π·c·x + φ) + b with trained phases φ (Holzmüller et al. 2024, https://arxiv.org/abs/2407.04491, where it is called
    /// PBLD).
    /// </summary>
    Pbld,

    /// <summary>
    /// relu(W·[cos(2π·c·x), sin(2π·c·x)] + b) in place of x (Gorishniy et al. 2022, https://arxiv.org/abs/2203.05556, where it is called PLR).
    /// </summary>
    Plr,
}
