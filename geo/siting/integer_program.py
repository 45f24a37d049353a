"""Mixed-integer programs, solved by HiGHS with a first solution to start from."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse

from geo.errors import SitingSolverError
from geo.siting.instance import FloatArray

ABSOLUTE_GAP = 1e-7


@dataclass(frozen=True)
class IntegerProgram:
    """
    Minimise `costs @ x` with `lower <= matrix @ x <= upper` and bounds on each variable.

    Attributes
    ----------
    integer_count
        The first variables, which are integers; the others are continuous.
    """

    costs: FloatArray
    matrix: scipy.sparse.csr_array
    lower: FloatArray
    upper: FloatArray
    variable_lower: FloatArray
    variable_upper: FloatArray
    integer_count: int


@dataclass(frozen=True)
class ProgramSolution:
    """Values of the variables (None where none was found), their costs, and the dual bound."""

    values: FloatArray | None
    costs: float
    bound: float
    is_infeasible: bool = False


def solve_program(
    program: IntegerProgram, *, seconds: float, start: FloatArray | None = None
) -> ProgramSolution:
    """
    Solve a program to a gap of zero, or until the time is over.

    Parameters
    ----------
    seconds
        Time limit.
    start
        A feasible solution to improve.

    Raises
    ------
    SitingSolverError
        If the solver ends otherwise than with a solution, its proof, or the time limit.

    Notes
    -----
    The relative gap of HiGHS is 1e-4 unless it is set: a solution within it is not the best one.
    """
    solver = make_solver(program)
    solver.setOptionValue("time_limit", max(seconds, 0.01))
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", ABSOLUTE_GAP)
    if start is not None:
        first = highspy.HighsSolution()
        first.col_value = start.tolist()
        solver.setSolution(first)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return ProgramSolution(None, np.inf, np.inf, is_infeasible=True)
    if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit):
        raise SitingSolverError(status=solver.modelStatusToString(status))
    info = solver.getInfo()
    has_solution = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if has_solution else None
    costs = float(info.objective_function_value) if has_solution else np.inf
    is_integer = program.integer_count > 0
    is_optimal = status == highspy.HighsModelStatus.kOptimal
    bound = float(info.mip_dual_bound) if is_integer else (costs if is_optimal else -np.inf)
    return ProgramSolution(values, costs, bound)


def make_solver(program: IntegerProgram) -> highspy.Highs:
    """Make a quiet solver of one thread, which gives the same solution each time."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its stubs name no types
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.costs), program.matrix.shape[0]
    model.col_cost_ = program.costs
    model.col_lower_, model.col_upper_ = program.variable_lower, program.variable_upper
    model.row_lower_, model.row_upper_ = program.lower, program.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = program.matrix.indptr
    model.a_matrix_.index_ = program.matrix.indices
    model.a_matrix_.value_ = program.matrix.data
    if program.integer_count:
        kinds = np.arange(len(program.costs)) < program.integer_count
        integer, continuous = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [integer if one else continuous for one in kinds]
    solver.passModel(model)
    return solver
