/* oxlint-disable typescript/no-deprecated, typescript/unbound-method -- dependency-cruiser walks with this visitor */
import { Visitor } from '@swc/core/Visitor.js'

/**
 * swc parses `using` and `await using`, but its visitor, on which dependency-cruiser walks, throws at them.
 * Importing this file teaches the visitor to walk on into what is declared.
 */
const visitStatement = Visitor.prototype.visitStatement
Visitor.prototype.visitStatement = function (statement) {
  if (isUsing(statement)) {
    this.visitVariableDeclarators(statement.decls)
    return statement
  }
  return visitStatement.call(this, statement)
}

type Statement = Parameters<typeof visitStatement>[0]
type Declarators = Parameters<Visitor['visitVariableDeclarators']>[0]

// swc's types leave the statement out of the union.
const isUsing = (statement: Statement): statement is Statement & { decls: Declarators } =>
  String(statement.type) === 'UsingDeclaration'
