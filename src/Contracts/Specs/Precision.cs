using System.Diagnostics.CodeAnalysis;

namespace LearnML.Contracts;

/// <summary>The numbers that linear layers compute with; weights and their steps are float32 always.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The field's own word.")]
public enum Precision
{
    /// <summary>32 bits.</summary>
    Float32,

    /// <summary>16 bits with the range of float32 and 8 bits of its digits: less memory traffic, faster where the device multiplies it. The model that comes of it predicts in 32 bits.</summary>
    Bfloat16,
}
