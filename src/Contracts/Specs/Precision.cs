using System.Diagnostics.CodeAnalysis;

namespace LearnML.Contracts;

/// <summary>The precision of the computations in linear layers. Weights and optimizer steps are always float32.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The field's own word.")]
public enum Precision
{
    /// <summary>32 bits.</summary>
    Float32,

    /// <summary>
    /// 16 bits with the range of float32 and 8 bits of precision: less memory traffic, and faster on devices with bfloat16 arithmetic. The trained
    /// model predicts in 32 bits.
    /// </summary>
    Bfloat16,
}
